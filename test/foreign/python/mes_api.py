"""A manufacturing system as somebody else would write it. It knows nothing of Orderwatch."""

import os
import signal
import sys

import pika
import psycopg

import telemetry

NEXT = "PRICE_CALCULATED"
STORE = """
    INSERT INTO orders (external_id, status, updated_at) VALUES (%s, %s, now())
    ON CONFLICT (external_id) DO UPDATE SET status = excluded.status, updated_at = now()
"""


class NotYet(Exception):
    pass


def main() -> None:
    telemetry.start()
    database = psycopg.connect(os.environ["DATABASE_URL"])
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    channel = connection.channel()
    channel.confirm_delivery()

    def receive(_channel, method, _properties, body: bytes) -> None:
        order = body.decode()
        try:
            handle(channel, database, order, method.redelivered)
            channel.basic_ack(method.delivery_tag)
            print("acked", order, flush=True)
        except NotYet:
            channel.basic_nack(method.delivery_tag, requeue=True)
        except Exception as error:
            channel.basic_nack(method.delivery_tag, requeue=False)
            print("refused", order, error, flush=True)

    channel.basic_consume(os.environ["QUEUE"], receive)
    print("consuming", flush=True)
    channel.start_consuming()


def handle(channel, database, order: str, redelivered: bool) -> None:
    if order == "43" and not redelivered:
        raise NotYet
    external_id = f"M-{int(order):04}"
    with database.transaction():
        database.execute(STORE, (external_id, NEXT))
    telemetry.tell_status_change(external_id, "SUBMITTED", NEXT)
    key = "order.nobody_listens" if order == "46" else "order.price_calculated"
    try:
        channel.basic_publish(os.environ["EXCHANGE"], key, external_id.encode(), mandatory=True)
    except pika.exceptions.UnroutableError:
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
main()
