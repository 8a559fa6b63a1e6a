package dev.corral;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.corral.kernel.Database;
import dev.corral.testing.Race;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Instances of housekeeping on a database, what is planted there for them, and what they log. */
final class HousekeepingScene implements AutoCloseable {

  private final String url;
  private final List<Database> databases = new ArrayList<>();
  private final List<Housekeeping> instances = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Housekeeping.class);

  HousekeepingScene(String url) {
    this.url = url;
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(log);
  }

  /** An instance on this scene's database. */
  Housekeeping housekeeping() {
    return housekeeping(url);
  }

  /** An instance with the default settings, but a pool of its own that soon gives up. */
  Housekeeping housekeeping(String databaseUrl) {
    HikariConfig impatient = new HikariConfig();
    try {
      Config config = config(databaseUrl, Map.of("CORRAL_POOL_SIZE", "1"));
      try (HikariDataSource pool = App.pool(config)) {
        pool.copyStateTo(impatient);
      }
      impatient.setConnectionTimeout(250);
      Database database = new Database(new HikariDataSource(impatient), 0, 100);
      databases.add(database);
      Housekeeping instance = new Housekeeping(database, config.answersKeptDays());
      instances.add(instance);
      return instance;
    } catch (Config.Faulty | Migrations.Refused e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks every database whether it answers, as a server's health check does all the time. */
  boolean isAlive() {
    return databases.stream().map(Database::isAlive).reduce(true, Boolean::logicalAnd);
  }

  static Config config(String databaseUrl, Map<String, String> settings) throws Config.Faulty {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("CORRAL_DATABASE_URL", databaseUrl);
    return Config.read(environment, false);
  }

  /** What three instances have done together. */
  int runAtOnce() {
    housekeeping(url);
    housekeeping(url);
    return Race.of(instances.size(), i -> instances.get(i).run()).winners().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  void plantAnswers(String tenant, int count, String age) {
    TestPostgres.execute(
        url,
        """
        INSERT INTO kernel.answer (tenant_id, operation, request_id, request_hash, answer,
                                   create_time)
        SELECT '%s', 'Planted', gen_random_uuid(), '', '{}', now() - interval '%s'
          FROM generate_series(1, %d)
        """
            .formatted(tenant, age, count));
  }

  /**
   * Products at two locations, each held by two reservations that have expired and one that has
   * not.
   */
  void plantReservations(String tenant, int products) {
    TestPostgres.execute(
        url,
        """
        CREATE TEMPORARY TABLE p AS
        SELECT '%s'::text AS t, gen_random_uuid() AS id, gen_random_uuid() AS lot
          FROM generate_series(1, %d);
        CREATE TEMPORARY TABLE h AS
        SELECT p.*, gen_random_uuid() AS reservation, n.* FROM p, (VALUES
          ('expired', now() - interval '1 min', 2, 4),
          ('expired too', now() - interval '1 day', 3, 0),
          ('open', now() + interval '1 h', 1, 0)) AS n (note, expires, main, back);
        INSERT INTO stock.item SELECT t, id FROM p;
        INSERT INTO stock.lot SELECT t, lot, id, '' FROM p;
        INSERT INTO stock.level
        SELECT t, id, 'main', 10, 6 FROM p UNION ALL SELECT t, id, 'back', 10, 4 FROM p;
        INSERT INTO stock.lot_level
        SELECT t, id, l, lot, 10 FROM p, unnest('{main,back}'::text[]) AS l;
        INSERT INTO stock.movement (tenant_id, movement_id, product_id, location_id, lot_id,
                                    quantity, reason, reference, note, actor_id, create_time)
        SELECT t, gen_random_uuid(), id, l, lot, 10, 'RECEIPT', '', '', gen_random_uuid(), now()
          FROM p, unnest('{main,back}'::text[]) AS l;
        INSERT INTO stock.reservation (tenant_id, reservation_id, note, expire_time)
        SELECT t, reservation, note, expires FROM h;
        INSERT INTO stock.reservation_item
        SELECT t, reservation, id, 'main', main, main, main, expires FROM h
        UNION ALL
        SELECT t, reservation, id, 'back', back, back, back, expires FROM h WHERE back > 0;
        """
            .formatted(tenant, products));
  }

  /** How many products of each tenant an expired reservation still holds. */
  List<String> stillHeld() {
    return Sql.rows(
        url,
        "SELECT tenant_id, count(DISTINCT product_id) FROM stock.reservation_item"
            + " WHERE held > 0 AND expire_time <= now() GROUP BY 1 ORDER BY 1");
  }

  int count(String table) {
    return Integer.parseInt(Sql.row(url, "SELECT count(*) FROM " + table));
  }

  /** What housekeeping has logged so far. */
  List<ILoggingEvent> log() {
    return log.list;
  }

  List<ILoggingEvent> warnings() {
    return log.list.stream().filter(event -> event.getLevel() != Level.INFO).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(log);
    logger.setLevel(null);
    logger.setAdditive(true);
    instances.forEach(Housekeeping::stop);
    databases.forEach(Database::close);
    TestPostgres.execute(
        url,
        "TRUNCATE kernel.answer, stock.item, stock.lot, stock.level, stock.lot_level,"
            + " stock.movement, stock.reservation, stock.reservation_item");
  }
}
