package dev.corral;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.corral.booking.BookingGrpcService;
import dev.corral.cart.CartGrpcService;
import dev.corral.catalog.CatalogGrpcService;
import dev.corral.directory.DirectoryGrpcService;
import dev.corral.grpc.Chain;
import dev.corral.grpc.DevelopmentIdentity;
import dev.corral.grpc.Identity;
import dev.corral.identity.ApiKeyIdentity;
import dev.corral.identity.Credentials;
import dev.corral.identity.JwtIdentity;
import dev.corral.identity.JwtSettings;
import dev.corral.identity.Withdrawals;
import dev.corral.kernel.Aside;
import dev.corral.kernel.Database;
import dev.corral.kernel.Lane;
import dev.corral.limits.PlanRefresh;
import dev.corral.limits.ServerLimits;
import dev.corral.payment.PaymentGrpcService;
import dev.corral.stock.StockGrpcService;
import dev.corral.tenant.TenantGrpcService;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A running Corral: the composition root. Every part is made here and handed what it needs. */
final class App implements AutoCloseable {

  private static final int CONNECTION_WAIT_MS = 750;

  private final Config config;
  private final ScheduledExecutorService timer;
  private final ExecutorService calls;
  private final Metrics metrics = new Metrics();
  private final Database database;
  private final DatabaseHealth health;
  private final Housekeeping housekeeping;
  private final ServerLimits limits;
  private final Server server;
  private boolean closed;

  private App(Config config, Transport transport) throws Migrations.Refused {
    this.config = config;
    this.timer = timer();
    this.calls = Executors.newVirtualThreadPerTaskExecutor();
    this.database =
        new Database(pool(config), config.lanes().connections(), config.limits().queueMax());
    Lane lane = new Lane(database, config.lanes(), metrics.registry());
    List<BindableService> services =
        List.of(
            new TenantGrpcService(lane),
            new DirectoryGrpcService(lane),
            new CatalogGrpcService(lane),
            new BookingGrpcService(lane),
            new PaymentGrpcService(lane),
            new StockGrpcService(lane),
            new CartGrpcService(lane));
    this.limits = new ServerLimits(config.limits());
    this.health = new DatabaseHealth(database, services.stream().map(App::name).toList());
    this.housekeeping = new Housekeeping(database, config.answersKeptDays());
    this.server = server(transport, services);
  }

  /**
   * Migrates the database, checks it and serves.
   *
   * @throws IOException when the address cannot be taken or a certificate not be used
   * @throws Migrations.Refused when the database must not be used
   */
  static App start(Config config) throws IOException, Migrations.Refused {
    Transport transport = Transport.prepare(config);
    Migrations.migrate(config.migrationDatabase());
    App app = new App(config, transport);
    try {
      ZoneData.check(app.database);
      if (config.metricsListen().isPresent()) {
        app.metrics.serve(config.metricsListen().get());
      }
      app.server.start();
      app.health.start(app.timer);
      app.housekeeping.start(config.housekeepingPeriod());
      new PlanRefresh(app.database, app.limits).start(app.timer);
      return app;
    } catch (IOException | Migrations.Refused e) {
      app.close();
      throw e;
    }
  }

  /** The port that it serves on. */
  int port() {
    return server.getPort();
  }

  /** What {@code kernel.verify_invariants()} finds wrong. */
  List<String> violatedInvariants() {
    return database.violatedInvariants();
  }

  void awaitStop() throws InterruptedException {
    server.awaitTermination();
  }

  /** Stops taking calls, lets the running ones end within the grace, then leaves. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    health.stop();
    server.shutdown();
    try {
      if (!server.awaitTermination(config.shutdownGrace().toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    calls.close();
    housekeeping.stop();
    timer.shutdownNow();
    database.close();
    metrics.close();
  }

  private Server server(Transport transport, List<BindableService> services) {
    Chain chain = new Chain(identity(), limits, config.longestCall(), timer);
    NettyServerBuilder builder = transport.builder(timer).executor(calls);
    services.forEach(service -> builder.addService(chain.guard(service)));
    return builder
        .addService(health.service())
        .addService(ProtoReflectionServiceV1.newInstance())
        .build();
  }

  private Identity identity() {
    if (config.developmentIdentity()) {
      return new DevelopmentIdentity();
    }
    return new Credentials(config.jwt().map(this::tokens), new ApiKeyIdentity(database));
  }

  private JwtIdentity tokens(JwtSettings settings) {
    InstantSource clock = InstantSource.system();
    Withdrawals withdrawals = new Withdrawals(database, clock);
    withdrawals.start(timer);
    JwtIdentity tokens = new JwtIdentity(settings, withdrawals::covers, clock);
    timer.scheduleWithFixedDelay(new Aside("keys", tokens::refresh), 0, 1, TimeUnit.SECONDS);
    return tokens;
  }

  /** What is cancelled leaves it: every call sets deadlines and most are over long before. */
  private static ScheduledExecutorService timer() {
    var timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private static String name(BindableService service) {
    return service.bindService().getServiceDescriptor().getName();
  }

  static HikariDataSource pool(Config config) throws Migrations.Refused {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("corral");
    pool.setJdbcUrl(config.database().jdbcUrl());
    pool.setUsername(config.database().user());
    pool.setPassword(config.database().password());
    pool.setMaximumPoolSize(
        config.poolSize() + config.lanes().connections() + 1); // one for the server itself
    pool.setInitializationFailTimeout(TimeUnit.SECONDS.toMillis(10));
    // The gate and the lanes let in as many calls as there are connections, so one waits only to be
    // made anew.
    pool.setConnectionTimeout(CONNECTION_WAIT_MS);
    pool.setValidationTimeout(CONNECTION_WAIT_MS / 2);
    // Whoever logs in, the server acts with the rights of corral_app alone.
    pool.setConnectionInitSql(
        "SET ROLE corral_app; SET lock_timeout = "
            + config.lockTimeout().toMillis()
            + "; SET statement_timeout = "
            + config.longestCall().toMillis());
    pool.addDataSourceProperty("ApplicationName", "corral");
    pool.addDataSourceProperty("prepareThreshold", "1");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("connectTimeout", "2");
    pool.addDataSourceProperty("cancelSignalTimeout", "2");
    pool.addDataSourceProperty("logServerErrorDetail", "false");
    long socketSeconds = config.longestCall().toSeconds() + 5;
    pool.addDataSourceProperty("socketTimeout", Long.toString(socketSeconds));
    try {
      return new HikariDataSource(pool);
    } catch (HikariPool.PoolInitializationException e) {
      throw new Migrations.Refused(
          "cannot connect to " + config.database() + ": " + e.getCause().getMessage(), e);
    }
  }
}
