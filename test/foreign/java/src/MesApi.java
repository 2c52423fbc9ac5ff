import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * A manufacturing system as somebody else would write it: takes orders from a queue, keeps them in its
 * database, tells their next status. It knows nothing of Orderwatch.
 */
public final class MesApi {
  private static final String NEXT = "PRICE_CALCULATED";

  private final Orders orders;
  private final Channel channel;
  private final String exchange;
  private final URI carrier;

  private MesApi(Orders orders, Channel channel, String exchange, URI carrier) {
    this.orders = orders;
    this.channel = channel;
    this.exchange = exchange;
    this.carrier = carrier;
  }

  public static void main(String[] args) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(System.getenv("AMQP_URL"));
    Connection connection = factory.newConnection();
    Channel channel = connection.createChannel();
    channel.basicQos(10);
    channel.confirmSelect();
    Orders orders = new Orders(System.getenv("JDBC_URL"));
    URI carrier = URI.create(System.getenv("CARRIER_URL"));
    MesApi api = new MesApi(orders, channel, System.getenv("EXCHANGE"), carrier);
    DeliverCallback handler = (tag, delivery) -> api.receive(delivery);
    CancelCallback cancelled = tag -> {};
    channel.basicConsume(System.getenv("QUEUE"), false, handler, cancelled);
    System.out.println("consuming");
  }

  private void receive(Delivery delivery) throws IOException {
    long tag = delivery.getEnvelope().getDeliveryTag();
    String order = new String(delivery.getBody(), StandardCharsets.UTF_8);
    try {
      handle(order, delivery.getEnvelope().isRedeliver());
      channel.basicAck(tag, false);
      System.out.println("acked " + order);
    } catch (NotYet error) {
      channel.basicNack(tag, false, true);
    } catch (Exception error) {
      channel.basicNack(tag, false, false);
      System.out.println("refused " + order + ": " + error.getMessage());
    }
  }

  private void handle(String order, boolean redelivered) throws Exception {
    if (order.equals("43") && !redelivered) throw new NotYet();
    String id = String.format("M-%04d", Integer.parseInt(order));
    orders.store(id, NEXT);
    StatusChanges.tell(id, "SUBMITTED", NEXT);
    String key = order.equals("46") ? "order.nobody_listens" : "order.price_calculated";
    channel.basicPublish(exchange, key, true, null, id.getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(5_000);
    askCarrier(id);
  }

  private void askCarrier(String id) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(carrier.resolve("/slots/" + id)).build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  private static final class NotYet extends Exception {
    private static final long serialVersionUID = 1;
  }
}
