"""OpenTelemetry for this service: what of the order came as baggage stands on every span and log record."""

import os
import time

from opentelemetry import trace
from opentelemetry._logs import get_logger, set_logger_provider, LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.pika import PikaInstrumentor
from opentelemetry.instrumentation.psycopg import PsycopgInstrumentor
from opentelemetry.processor.baggage import BaggageLogProcessor, BaggageSpanProcessor
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

EVENT = "order.status.changed"


def start() -> None:
    allowed = {"order.id", *os.environ["ORDERWATCH_ORDER_ATTRIBUTES"].split(",")}
    tracing = TracerProvider()
    tracing.add_span_processor(BaggageSpanProcessor(allowed.__contains__))
    tracing.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(tracing)
    logging = LoggerProvider()
    logging.add_log_record_processor(BaggageLogProcessor(allowed.__contains__))
    logging.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    set_logger_provider(logging)
    PikaInstrumentor().instrument()
    PsycopgInstrumentor().instrument()


def tell_status_change(order: str, before: str, status: str) -> None:
    """Call it once the change is durable."""
    change = {"order.id": order, "order.status.from": before, "order.status": status}
    now = time.time_ns()
    trace.get_current_span().add_event(EVENT, change, timestamp=now)
    get_logger("mes-api").emit(
        LogRecord(event_name=EVENT, timestamp=now, severity_number=SeverityNumber.INFO, attributes=change)
    )
