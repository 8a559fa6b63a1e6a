package dev.corral.prove;

import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.SurplusPolicy;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.tenant.v1.TenantSettings;
import io.grpc.Channel;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** The clinic that the races run in. Whatever they need they make anew, under ids of their own. */
final class Scene {

  private final Channel channel;
  private final TenantSettings settings;
  private final DirectoryServiceBlockingStub directory;

  private Scene(Channel channel, TenantSettings settings) {
    this.channel = channel;
    this.settings = settings;
    this.directory = DirectoryServiceGrpc.newBlockingStub(channel);
  }

  /**
   * Opens the clinic of a credential.
   *
   * @throws Unfit when its settings leave nothing to race for
   */
  static Scene open(Channel channel) throws Unfit {
    TenantSettings settings =
        TenantServiceGrpc.newBlockingStub(channel)
            .getTenant(GetTenantRequest.getDefaultInstance())
            .getTenant()
            .getSettings();
    if (settings.getSurplusPolicy() == SurplusPolicy.SURPLUS_POLICY_CREDIT) {
      throw new Unfit("this tenant keeps overpayments as credit; the races need one that does not");
    }
    Scene scene = new Scene(channel, settings);
    scene.client(); // a credential that may not even do this is told so before the first race
    return scene;
  }

  Channel channel() {
    return channel;
  }

  DirectoryServiceBlockingStub directory() {
    return directory;
  }

  ZoneId zone() {
    return ZoneId.of(settings.getTimeZone());
  }

  String currencyCode() {
    return settings.getCurrencyCode();
  }

  /** Stores a client and returns its id. */
  String client() {
    Client client = Client.newBuilder().setClientId(newId()).setDisplayName("Prove").build();
    directory.upsertClient(
        UpsertClientRequest.newBuilder().setRequestId(newId()).setClient(client).build());
    return client.getClientId();
  }

  List<String> clients(int count) {
    return Calls.each(count, i -> client());
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }
}
