import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The table of orders. */
final class Orders {
  private static final String STORE =
      "INSERT INTO orders (external_id, status, updated_at) VALUES (?, ?, now())"
          + " ON CONFLICT (external_id) DO UPDATE SET status = excluded.status, updated_at = now()";

  private final Connection connection;

  Orders(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
  }

  void store(String id, String status) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STORE)) {
      statement.setString(1, id);
      statement.setString(2, status);
      statement.executeUpdate();
      connection.commit();
    } catch (SQLException error) {
      connection.rollback();
      throw error;
    }
  }
}
