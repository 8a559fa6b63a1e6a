package dev.corral.booking;

import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.ExplainUnavailabilityResponse;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.ListAvailableSlotsResponse;
import dev.corral.grpc.LocalTimes;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;

/** The functions that tell when a visit can be booked; one method, one function. Thread-safe. */
final class AvailabilityStore {

  private static final SqlFunction<ListAvailableSlotsRequest, ListAvailableSlotsResponse>
      LIST_AVAILABLE_SLOTS =
          SqlFunction.<ListAvailableSlotsRequest>readingAsActor("booking.list_available_slots")
              .uuids(ListAvailableSlotsRequest::getServiceIdsList)
              .uuids(ListAvailableSlotsRequest::getStaffIdsList)
              .uuid(ListAvailableSlotsRequest::getPetId)
              .uuid(ListAvailableSlotsRequest::getRoomId)
              .date(q -> LocalTimes.date(q.getFromDate()))
              .date(AvailabilityProtos::lastDate)
              .integer(q -> q.hasStepMinutes() ? q.getStepMinutes() : null)
              .returning(
                  AvailabilityProtos::slots,
                  "f.duration_minutes",
                  "f.staff_ids",
                  "f.slot_times",
                  "f.slot_staff");

  private static final SqlFunction<ExplainUnavailabilityRequest, ExplainUnavailabilityResponse>
      EXPLAIN_UNAVAILABILITY =
          SqlFunction.<ExplainUnavailabilityRequest>readingAsActor("booking.explain_unavailability")
              .uuids(ExplainUnavailabilityRequest::getServiceIdsList)
              .timestamptz(q -> q.hasStartTime() ? q.getStartTime() : null)
              .timestamp(q -> q.hasLocalStart() ? LocalTimes.dateTime(q.getLocalStart()) : null)
              .uuids(ExplainUnavailabilityRequest::getStaffIdsList)
              .uuid(ExplainUnavailabilityRequest::getPetId)
              .uuid(ExplainUnavailabilityRequest::getRoomId)
              .returning(AvailabilityProtos::explanation, "f.explanation");

  private final Lane lane;

  AvailabilityStore(Lane lane) {
    this.lane = lane;
  }

  ListAvailableSlotsResponse listAvailableSlots(Call<ListAvailableSlotsRequest> call) {
    return lane.call(LIST_AVAILABLE_SLOTS, call);
  }

  ExplainUnavailabilityResponse explainUnavailability(Call<ExplainUnavailabilityRequest> call) {
    return lane.call(EXPLAIN_UNAVAILABILITY, call);
  }
}
