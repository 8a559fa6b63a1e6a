package dev.corral.booking;

import static dev.corral.booking.ModelRefusal.when;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.catalog.v1.Service;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.directory.v1.DeleteDateExceptionRequest;
import dev.corral.directory.v1.DeleteTimeOffRequest;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.Resource;
import dev.corral.directory.v1.ResourceKind;
import dev.corral.directory.v1.SetDateExceptionRequest;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.directory.v1.UpsertTimeOffRequest;
import dev.corral.kernel.Outcome;
import dev.corral.tenant.v1.TenantSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The model's reference data: who and what a clinic has, what it offers, when it is open. */
final class ModelClinic {

  final TenantSettings settings;
  final ClinicClock clock;
  final ModelHours hours;
  private final Map<String, Pet> pets = new HashMap<>();
  private final Map<String, Staff> staff = new TreeMap<>();
  private final Map<String, Resource> resources = new TreeMap<>();
  private final Map<String, Service> services = new HashMap<>();

  ModelClinic(TenantSettings settings) {
    this.settings = settings;
    this.clock = new ClinicClock(java.time.ZoneId.of(settings.getTimeZone()));
    this.hours = new ModelHours(clock);
    hours.setWeek(ModelHours.CLINIC, Clinic.everyDay(0, ClinicClock.DAY));
  }

  /** Takes over what the server has stored. */
  void store(Message request) {
    if (request instanceof UpsertPetRequest upsert) {
      pets.put(upsert.getPet().getPetId(), upsert.getPet());
    } else if (request instanceof UpsertStaffRequest upsert) {
      staff.put(upsert.getStaff().getStaffId(), upsert.getStaff());
    } else if (request instanceof UpsertResourceRequest upsert) {
      resources.put(upsert.getResource().getResourceId(), upsert.getResource());
    } else if (request instanceof UpsertServiceRequest upsert) {
      services.put(upsert.getService().getServiceId(), upsert.getService());
    } else if (request instanceof SetWorkingHoursRequest set) {
      hours.setWeek(set.getStaffId(), set.getDaysList());
    } else if (request instanceof SetDateExceptionRequest set) {
      hours.setException(
          set.getStaffId(),
          ClinicClock.date(set.getException().getDate()),
          set.getException().getWindowsList());
    } else if (request instanceof DeleteDateExceptionRequest delete) {
      hours.deleteException(delete.getStaffId(), ClinicClock.date(delete.getDate()));
    } else if (request instanceof UpsertTimeOffRequest upsert) {
      hours.setAbsence(upsert.getTimeOff());
    } else if (request instanceof DeleteTimeOffRequest delete) {
      hours.deleteAbsence(delete.getTimeOffId());
    }
  }

  String ownerOf(String petId) {
    return pets.get(petId).getClientId();
  }

  Service service(String id) {
    return services.get(id);
  }

  /** What a visit takes; empty ids are those that the request left out. */
  ModelVisit visit(
      ProgramActor actor,
      String petId,
      List<String> serviceIds,
      List<String> staffIds,
      String roomId)
      throws ModelRefusal {
    Pet pet = pets.get(petId);
    boolean hidden = pet != null && actor.isClient() && !pet.getClientId().equals(actor.id());
    when(!petId.isEmpty() && (pet == null || hidden), Outcome.PET_NOT_FOUND);
    when(pet != null && pet.getStatus() != PetStatus.PET_STATUS_ACTIVE, Outcome.PET_NOT_BOOKABLE);

    List<Service> chosen = services(serviceIds, pet);
    List<String> qualified = common(chosen, Service::getStaffIdsList, staff.keySet());
    List<String> suitable = common(chosen, Service::getRoomIdsList, List.of());
    List<String> who = staff(qualified, staffIds);
    List<String> where = rooms(suitable, roomId, needsRoom(chosen));
    List<String> devices = List.copyOf(all(chosen, Service::getDeviceIdsList));
    boolean usable = devices.stream().allMatch(id -> resources.get(id).getBookable());
    when(!usable, Outcome.DEVICE_OUT_OF_USE);
    Map<String, Integer> limits = new TreeMap<>();
    chosen.stream()
        .filter(Service::hasMaxPerDay)
        .forEach(service -> limits.put(service.getServiceId(), service.getMaxPerDay()));
    return new ModelVisit(
        petId,
        serviceIds,
        chosen.stream().mapToInt(Service::getDurationMinutes).sum(),
        chosen.stream().mapToInt(Service::getBufferBeforeMinutes).max().orElseThrow(),
        chosen.stream().mapToInt(Service::getBufferAfterMinutes).max().orElseThrow(),
        who,
        where,
        devices,
        limits);
  }

  /** Services that can be one visit, of a pet if there is one. */
  private List<Service> services(List<String> ids, Pet pet) throws ModelRefusal {
    when(!services.keySet().containsAll(ids), Outcome.SERVICE_NOT_FOUND);
    List<Service> chosen = ids.stream().map(services::get).toList();
    when(!chosen.stream().allMatch(Service::getActive), Outcome.SERVICE_INACTIVE);
    List<String> anybody = List.of("");
    boolean nobody = common(chosen, Service::getStaffIdsList, anybody).isEmpty();
    boolean nowhere =
        needsRoom(chosen) && common(chosen, Service::getRoomIdsList, anybody).isEmpty();
    when(nobody || nowhere, Outcome.SERVICES_NOT_COMBINABLE);
    String species = pet == null ? "" : pet.getSpecies();
    List<String> allowed = common(chosen, Service::getSpeciesList, List.of(species));
    boolean fits = pet == null ? !allowed.isEmpty() : allowed.contains(species);
    when(!fits, Outcome.SPECIES_NOT_ALLOWED);
    return chosen;
  }

  private static boolean needsRoom(List<Service> services) {
    return services.stream().anyMatch(service -> service.getRoomIdsCount() > 0);
  }

  private List<String> staff(List<String> qualified, List<String> asked) throws ModelRefusal {
    when(!staff.keySet().containsAll(asked), Outcome.STAFF_NOT_FOUND);
    List<String> able =
        (asked.isEmpty() ? qualified : asked)
            .stream()
                .filter(id -> qualified.contains(id) && staff.get(id).getBookable())
                .sorted()
                .toList();
    when(able.isEmpty() || able.size() < asked.size(), Outcome.STAFF_NOT_QUALIFIED);
    return able;
  }

  private List<String> rooms(List<String> suitable, String asked, boolean needed)
      throws ModelRefusal {
    if (!asked.isEmpty()) {
      Resource room = resources.get(asked);
      when(
          room == null || room.getKind() != ResourceKind.RESOURCE_KIND_ROOM,
          Outcome.RESOURCE_NOT_FOUND);
      when(needed && !suitable.contains(asked), Outcome.ROOM_NOT_SUITABLE);
      when(!room.getBookable(), Outcome.ROOM_NOT_SUITABLE);
      return List.of(asked);
    }
    List<String> usable = suitable.stream().filter(id -> resources.get(id).getBookable()).toList();
    when(needed && usable.isEmpty(), Outcome.ROOM_NOT_SUITABLE);
    return usable;
  }

  /** What all services that name anything have in common, ascending; else the fallback. */
  private static List<String> common(
      List<Service> services, Function<Service, List<String>> names, Collection<String> fallback) {
    List<List<String>> lists =
        services.stream().map(names).filter(list -> !list.isEmpty()).toList();
    return lists.isEmpty()
        ? List.copyOf(fallback)
        : all(services, names).stream()
            .filter(name -> lists.stream().allMatch(list -> list.contains(name)))
            .toList();
  }

  private static TreeSet<String> all(
      List<Service> services, Function<Service, List<String>> names) {
    TreeSet<String> all = new TreeSet<>();
    services.forEach(service -> all.addAll(names.apply(service)));
    return all;
  }
}
