package dev.corral.directory;

import dev.corral.directory.v1.DeleteDateExceptionRequest;
import dev.corral.directory.v1.DeleteDateExceptionResponse;
import dev.corral.directory.v1.DeleteTimeOffRequest;
import dev.corral.directory.v1.DeleteTimeOffResponse;
import dev.corral.directory.v1.GetWorkingHoursRequest;
import dev.corral.directory.v1.GetWorkingHoursResponse;
import dev.corral.directory.v1.SetDateExceptionRequest;
import dev.corral.directory.v1.SetDateExceptionResponse;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.SetWorkingHoursResponse;
import dev.corral.directory.v1.UpsertTimeOffRequest;
import dev.corral.directory.v1.UpsertTimeOffResponse;
import dev.corral.grpc.LocalTimes;
import dev.corral.grpc.WeeklyWindows;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;

/**
 * The functions of the schema directory for when the clinic and its staff are there. Thread-safe.
 */
final class WorkingHoursStore {

  private static final SqlFunction<SetWorkingHoursRequest, SetWorkingHoursResponse>
      SET_WORKING_HOURS =
          SqlFunction.writing("directory.set_working_hours", SetWorkingHoursRequest::getRequestId)
              .uuid(SetWorkingHoursRequest::getStaffId)
              .integers(q -> WeeklyWindows.of(q.getDaysList()).weekdays())
              .integers(q -> WeeklyWindows.of(q.getDaysList()).startMinutes())
              .integers(q -> WeeklyWindows.of(q.getDaysList()).endMinutes())
              .bools(q -> WeeklyWindows.of(q.getDaysList()).breaks())
              .returning(
                  row ->
                      SetWorkingHoursResponse.newBuilder()
                          .addAllDays(WorkingHoursProtos.days(row))
                          .build(),
                  "f.weekdays",
                  "f.start_minutes",
                  "f.end_minutes",
                  "f.breaks");

  private static final SqlFunction<SetDateExceptionRequest, SetDateExceptionResponse>
      SET_DATE_EXCEPTION =
          SqlFunction.writing("directory.set_date_exception", SetDateExceptionRequest::getRequestId)
              .uuid(SetDateExceptionRequest::getStaffId)
              .date(q -> LocalTimes.date(q.getException().getDate()))
              .integers(q -> WorkingHoursProtos.startMinutes(q.getException()))
              .integers(q -> WorkingHoursProtos.endMinutes(q.getException()))
              .text(q -> q.getException().getNote())
              .returning(
                  row ->
                      SetDateExceptionResponse.newBuilder()
                          .setException(WorkingHoursProtos.dateException(row))
                          .build(),
                  "(f.date_exception).*");

  private static final SqlFunction<DeleteDateExceptionRequest, DeleteDateExceptionResponse>
      DELETE_DATE_EXCEPTION =
          SqlFunction.writing(
                  "directory.delete_date_exception", DeleteDateExceptionRequest::getRequestId)
              .uuid(DeleteDateExceptionRequest::getStaffId)
              .date(q -> LocalTimes.date(q.getDate()))
              .returning(row -> DeleteDateExceptionResponse.getDefaultInstance());

  private static final SqlFunction<UpsertTimeOffRequest, UpsertTimeOffResponse> UPSERT_TIME_OFF =
      SqlFunction.writing("directory.upsert_time_off", UpsertTimeOffRequest::getRequestId)
          .uuid(q -> q.getTimeOff().getTimeOffId())
          .uuid(q -> q.getTimeOff().getStaffId())
          .timestamptz(q -> q.getTimeOff().getStartTime())
          .timestamptz(q -> q.getTimeOff().getEndTime())
          .text(q -> q.getTimeOff().getNote())
          .returning(
              row ->
                  UpsertTimeOffResponse.newBuilder()
                      .setTimeOff(WorkingHoursProtos.timeOff(row))
                      .build(),
              "(f.time_off).*");

  private static final SqlFunction<DeleteTimeOffRequest, DeleteTimeOffResponse> DELETE_TIME_OFF =
      SqlFunction.writing("directory.delete_time_off", DeleteTimeOffRequest::getRequestId)
          .uuid(DeleteTimeOffRequest::getTimeOffId)
          .returning(row -> DeleteTimeOffResponse.getDefaultInstance());

  private static final SqlFunction<GetWorkingHoursRequest, GetWorkingHoursResponse>
      GET_WORKING_HOURS =
          SqlFunction.<GetWorkingHoursRequest>reading("directory.get_working_hours")
              .uuid(GetWorkingHoursRequest::getStaffId)
              .date(WorkingHoursProtos::fromDate)
              .date(WorkingHoursProtos::toDate)
              .returning(
                  WorkingHoursProtos::workingHours,
                  "f.weekdays",
                  "f.start_minutes",
                  "f.end_minutes",
                  "f.breaks",
                  "f.date_exceptions",
                  "f.time_off");

  private final Lane lane;

  WorkingHoursStore(Lane lane) {
    this.lane = lane;
  }

  SetWorkingHoursResponse setWorkingHours(Call<SetWorkingHoursRequest> call) {
    return lane.call(SET_WORKING_HOURS, call);
  }

  SetDateExceptionResponse setDateException(Call<SetDateExceptionRequest> call) {
    return lane.call(SET_DATE_EXCEPTION, call);
  }

  DeleteDateExceptionResponse deleteDateException(Call<DeleteDateExceptionRequest> call) {
    return lane.call(DELETE_DATE_EXCEPTION, call);
  }

  UpsertTimeOffResponse upsertTimeOff(Call<UpsertTimeOffRequest> call) {
    return lane.call(UPSERT_TIME_OFF, call);
  }

  DeleteTimeOffResponse deleteTimeOff(Call<DeleteTimeOffRequest> call) {
    return lane.call(DELETE_TIME_OFF, call);
  }

  GetWorkingHoursResponse getWorkingHours(Call<GetWorkingHoursRequest> call) {
    return lane.call(GET_WORKING_HOURS, call);
  }
}
