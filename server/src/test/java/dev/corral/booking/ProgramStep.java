package dev.corral.booking;

import com.google.protobuf.Message;

/**
 * One call.
 *
 * @param number by which others refer to it; kept when steps before it are dropped
 * @param request without what is only known when it runs; null: the very request of {@code repeats}
 * @param target the step that books the visit that it is about, or -1
 * @param versionsAhead what to add to the version that the visit has by then
 * @param repeats the step whose request id it takes, or -1
 */
record ProgramStep(
    int number, ProgramActor actor, Message request, int target, int versionsAhead, int repeats) {

  static ProgramStep of(int number, ProgramActor actor, Message request) {
    return new ProgramStep(number, actor, request, -1, 0, -1);
  }

  static ProgramStep about(int number, ProgramActor actor, Message request, int target, int ahead) {
    return new ProgramStep(number, actor, request, target, ahead, -1);
  }

  static ProgramStep again(int number, ProgramActor actor, Message request, int repeats) {
    return new ProgramStep(number, actor, request, -1, 0, repeats);
  }
}
