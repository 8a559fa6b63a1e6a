package dev.corral;

import com.google.protobuf.Message;
import com.google.type.DayOfWeek;
import com.google.type.TimeOfDay;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.kernel.Lane;
import java.util.List;

/** placeholder. */
final class DemoClinic {
  DemoClinic(Lane lane) {}

  List<String> examples(int port) {
    return List.of();
  }
}
