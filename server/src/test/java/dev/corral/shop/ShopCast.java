package dev.corral.shop;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.stock.v1.Location;
import dev.corral.stock.v1.UpsertLocationRequest;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import dev.corral.tenant.v1.TenantSettings;
import dev.corral.testing.ProgramDice;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who and what appears in a program. It takes place in a zone where no day ends meanwhile, so that
 * lots do not expire half-way.
 *
 * @param names for people, of the ids
 */
record ShopCast(
    TenantSettings settings,
    List<String> clients,
    List<String> guests,
    List<String> pets,
    List<String> products,
    List<String> services,
    Map<String, String> names) {

  static final List<String> LOCATIONS = List.of("main", "annex", "van");
  static final List<String> COUPONS = List.of("TENTH", "FIXED", "ONCE");

  static ShopCast of(ProgramDice dice) {
    Map<String, String> names = new LinkedHashMap<>();
    List<String> zones =
        Stream.of("UTC", "America/Asuncion", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Honolulu")
            .filter(zone -> LocalTime.now(ZoneId.of(zone)).getHour() < 23)
            .toList();
    TenantSettings settings =
        Clinic.settings(dice.of(zones))
            .setTaxMode(dice.of(TaxMode.TAX_MODE_INCLUSIVE, TaxMode.TAX_MODE_EXCLUSIVE))
            .setTaxRounding(
                dice.of(TaxRounding.TAX_ROUNDING_PER_LINE, TaxRounding.TAX_ROUNDING_PER_TOTAL))
            .build();
    return new ShopCast(
        settings,
        ids(dice, names, "client", 2),
        ids(dice, names, "guest", 2),
        ids(dice, names, "pet", 3),
        ids(dice, names, "product", 4),
        ids(dice, names, "service", 1),
        names);
  }

  private static List<String> ids(
      ProgramDice dice, Map<String, String> names, String kind, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ids.add(dice.id());
      names.put(ids.getLast(), kind + i);
    }
    return ids;
  }

  ZoneId zone() {
    return ZoneId.of(settings.getTimeZone());
  }

  /** What stores the cast, except for products and coupons. */
  List<Message> storing() {
    List<Message> requests = new ArrayList<>();
    for (String client : clients) {
      requests.add(
          UpsertClientRequest.newBuilder()
              .setRequestId(Clinic.newId())
              .setClient(Client.newBuilder().setClientId(client).setDisplayName("Client"))
              .build());
    }
    requests.add(pet(0, 0, "dog"));
    requests.add(pet(1, 1, "cat"));
    requests.add(pet(2, 0, "cat"));
    for (String location : LOCATIONS.subList(1, LOCATIONS.size())) {
      requests.add(
          UpsertLocationRequest.newBuilder()
              .setRequestId(Clinic.newId())
              .setLocation(Location.newBuilder().setLocationId(location).setDisplayName("Location"))
              .build());
    }
    requests.add(
        UpsertServiceRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setService(Clinic.consultation(30).setServiceId(services.get(0)))
            .build());
    return requests;
  }

  private Message pet(int pet, int client, String species) {
    return UpsertPetRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setPet(
            Pet.newBuilder()
                .setPetId(pets.get(pet))
                .setClientId(clients.get(client))
                .setDisplayName("Pet")
                .setSpecies(species)
                .setStatus(PetStatus.PET_STATUS_ACTIVE))
        .build();
  }

  /** A text with names in place of ids. */
  String named(String text) {
    String named = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      named = named.replace(name.getKey(), name.getValue());
    }
    return named;
  }
}
