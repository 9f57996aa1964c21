import { ask, Failure, type JsonObject } from '../api';
import type { Row } from './tables';

export interface Step {
  field: 'isRead' | 'isArchived';
  value: boolean;
  /** What the button says. */
  label: string;
  /** What is said afterwards, behind a count. */
  done: string;
}

export const STEPS: Step[] = [
  { field: 'isRead', value: true, label: 'Mark read', done: 'marked read' },
  { field: 'isRead', value: false, label: 'Mark unread', done: 'marked unread' },
  { field: 'isArchived', value: true, label: 'Archive', done: 'archived' },
  { field: 'isArchived', value: false, label: 'Unarchive', done: 'unarchived' },
];

const MUTATIONS = {
  isRead: `mutation MarkRead($ids: [ID!]!, $value: Boolean!) {
    triaged: markFeedbackRead(ids: $ids, read: $value) { __typename ... on Problem { message } }
  }`,
  isArchived: `mutation Archive($ids: [ID!]!, $value: Boolean!) {
    triaged: archiveFeedback(ids: $ids, archived: $value) { __typename ... on Problem { message } }
  }`,
};

/** Whether these rows are feedback that says where its triage stands. */
export function canBeTriaged(rows: Row[]): boolean {
  return rows.length > 0 && rows.every(({ source }) => typeof source.id === 'string' && stepsFor([source]).length > 0);
}

/** The steps that would change any of these feedbacks. */
export function stepsFor(feedbacks: JsonObject[]): Step[] {
  return STEPS.filter(({ field, value }) => feedbacks.some((feedback) => feedback[field] === !value));
}

/** The step that takes one back. */
export function inverse(step: Step): Step {
  return STEPS.find(({ field, value }) => field === step.field && value !== step.value)!;
}

/**
 * Does one step for all of these feedbacks.
 *
 * @throws {Failure} in the service's words, or why it could not be asked
 */
export async function triage(step: Step, ids: string[]): Promise<void> {
  const answer = await ask({ query: MUTATIONS[step.field], variables: { ids, value: step.value } });
  const result = answer.data?.triaged as { message?: string } | null | undefined;
  const problem = result?.message ?? answer.errors?.[0]?.message;
  if (problem) throw new Failure(problem);
}
