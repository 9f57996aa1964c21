import { Kind, parse } from 'graphql';

/**
 * The operation to run: the named one, if the document has it. GraphiQL learns of a new document with a delay and until
 * then names an operation of the one before; then it is the document's only one, under whatever name or none.
 */
export function operationName(document: string, name: string | null | undefined): string | undefined {
  let names: (string | undefined)[];
  try {
    names = parse(document)
      .definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      .map((operation) => operation.name?.value);
  } catch {
    // The service says better what is wrong with it.
    return undefined;
  }
  if (name && names.includes(name)) return name;
  return names.length === 1 ? names[0] : undefined;
}
