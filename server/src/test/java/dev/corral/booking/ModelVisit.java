package dev.corral.booking;

import java.util.List;
import java.util.Map;

/**
 * A visit that could take place, before its time is known.
 *
 * @param petId empty without a pet
 * @param staffIds who may do it, ascending
 * @param roomIds where it may be, the preferred first; empty if it needs none
 * @param deviceIds all that it needs, ascending
 * @param limits the daily maxima of those services that have one
 */
record ModelVisit(
    String petId,
    List<String> serviceIds,
    int duration,
    int bufferBefore,
    int bufferAfter,
    List<String> staffIds,
    List<String> roomIds,
    List<String> deviceIds,
    Map<String, Integer> limits) {

  ModelVisit preferring(String roomId) {
    List<String> rooms = new java.util.ArrayList<>(roomIds);
    boolean stays = rooms.remove(roomId) || rooms.isEmpty();
    if (stays && !roomId.isEmpty()) {
      rooms.addFirst(roomId);
    }
    return new ModelVisit(
        petId, serviceIds, duration, bufferBefore, bufferAfter, staffIds, rooms, deviceIds, limits);
  }
}
