-- What waits to be published, as a watcher may read it: no envelope, which holds facts of the customer's order.
CREATE VIEW outbox_messages AS
SELECT id, envelope #>> '{event,order}' AS order_id, envelope #>> '{event,status}' AS status, created_at
  FROM outbox;
