import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;

/** Tells that an order entered a status: call it once the change is durable. */
final class StatusChanges {
  private static final String EVENT = "order.status.changed";
  private static final Logger LOGGER = GlobalOpenTelemetry.get().getLogsBridge().get("mes-api");

  static void tell(String order, String from, String status) {
    Instant now = Instant.now();
    Attributes change =
        Attributes.of(
            AttributeKey.stringKey("order.id"), order,
            AttributeKey.stringKey("order.status.from"), from,
            AttributeKey.stringKey("order.status"), status);
    Span.current().addEvent(EVENT, change, now);
    LOGGER
        .logRecordBuilder()
        .setEventName(EVENT)
        .setTimestamp(now)
        .setSeverity(Severity.INFO)
        .setAllAttributes(change)
        .emit();
  }

  private StatusChanges() {}
}
