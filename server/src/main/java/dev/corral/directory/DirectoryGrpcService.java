package dev.corral.directory;

import dev.corral.directory.v1.DeleteDateExceptionRequest;
import dev.corral.directory.v1.DeleteDateExceptionResponse;
import dev.corral.directory.v1.DeleteTimeOffRequest;
import dev.corral.directory.v1.DeleteTimeOffResponse;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.GetClientRequest;
import dev.corral.directory.v1.GetClientResponse;
import dev.corral.directory.v1.GetPetRequest;
import dev.corral.directory.v1.GetPetResponse;
import dev.corral.directory.v1.GetResourceRequest;
import dev.corral.directory.v1.GetResourceResponse;
import dev.corral.directory.v1.GetStaffRequest;
import dev.corral.directory.v1.GetStaffResponse;
import dev.corral.directory.v1.GetWorkingHoursRequest;
import dev.corral.directory.v1.GetWorkingHoursResponse;
import dev.corral.directory.v1.SetDateExceptionRequest;
import dev.corral.directory.v1.SetDateExceptionResponse;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.SetWorkingHoursResponse;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertClientResponse;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertPetResponse;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertResourceResponse;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.directory.v1.UpsertStaffResponse;
import dev.corral.directory.v1.UpsertTimeOffRequest;
import dev.corral.directory.v1.UpsertTimeOffResponse;
import dev.corral.grpc.CallContext;
import dev.corral.grpc.Replies;
import dev.corral.kernel.Lane;
import io.grpc.stub.StreamObserver;

/** DirectoryService on the wire. Thread-safe. */
public final class DirectoryGrpcService extends DirectoryServiceGrpc.DirectoryServiceImplBase {

  private final DirectoryStore directory;
  private final WorkingHoursStore hours;

  /** A service that reaches the database through this lane. */
  public DirectoryGrpcService(Lane lane) {
    this.directory = new DirectoryStore(lane);
    this.hours = new WorkingHoursStore(lane);
  }

  @Override
  public void upsertClient(
      UpsertClientRequest request, StreamObserver<UpsertClientResponse> replies) {
    Replies.send(replies, directory.upsertClient(CallContext.call(request)));
  }

  @Override
  public void getClient(GetClientRequest request, StreamObserver<GetClientResponse> replies) {
    Replies.send(replies, directory.getClient(CallContext.call(request)));
  }

  @Override
  public void upsertPet(UpsertPetRequest request, StreamObserver<UpsertPetResponse> replies) {
    Replies.send(replies, directory.upsertPet(CallContext.call(request)));
  }

  @Override
  public void getPet(GetPetRequest request, StreamObserver<GetPetResponse> replies) {
    Replies.send(replies, directory.getPet(CallContext.call(request)));
  }

  @Override
  public void upsertStaff(UpsertStaffRequest request, StreamObserver<UpsertStaffResponse> replies) {
    Replies.send(replies, directory.upsertStaff(CallContext.call(request)));
  }

  @Override
  public void getStaff(GetStaffRequest request, StreamObserver<GetStaffResponse> replies) {
    Replies.send(replies, directory.getStaff(CallContext.call(request)));
  }

  @Override
  public void upsertResource(
      UpsertResourceRequest request, StreamObserver<UpsertResourceResponse> replies) {
    Replies.send(replies, directory.upsertResource(CallContext.call(request)));
  }

  @Override
  public void getResource(GetResourceRequest request, StreamObserver<GetResourceResponse> replies) {
    Replies.send(replies, directory.getResource(CallContext.call(request)));
  }

  @Override
  public void setWorkingHours(
      SetWorkingHoursRequest request, StreamObserver<SetWorkingHoursResponse> replies) {
    Replies.send(replies, hours.setWorkingHours(CallContext.call(request)));
  }

  @Override
  public void setDateException(
      SetDateExceptionRequest request, StreamObserver<SetDateExceptionResponse> replies) {
    Replies.send(replies, hours.setDateException(CallContext.call(request)));
  }

  @Override
  public void deleteDateException(
      DeleteDateExceptionRequest request, StreamObserver<DeleteDateExceptionResponse> replies) {
    Replies.send(replies, hours.deleteDateException(CallContext.call(request)));
  }

  @Override
  public void upsertTimeOff(
      UpsertTimeOffRequest request, StreamObserver<UpsertTimeOffResponse> replies) {
    Replies.send(replies, hours.upsertTimeOff(CallContext.call(request)));
  }

  @Override
  public void deleteTimeOff(
      DeleteTimeOffRequest request, StreamObserver<DeleteTimeOffResponse> replies) {
    Replies.send(replies, hours.deleteTimeOff(CallContext.call(request)));
  }

  @Override
  public void getWorkingHours(
      GetWorkingHoursRequest request, StreamObserver<GetWorkingHoursResponse> replies) {
    Replies.send(replies, hours.getWorkingHours(CallContext.call(request)));
  }
}
