-- Takes from a rival's database what only this service needs: sums for its figures, and waking its worker.
DROP TRIGGER feedback_tallied_insert ON feedback; DROP TRIGGER feedback_tallied_update ON feedback;
DROP TRIGGER answer_rating_tallied_insert ON answer_rating; DROP TRIGGER answer_rating_tallied_update ON answer_rating;
DROP TRIGGER tg_pgqueuer_changed ON pgqueuer;
