package dev.corral.grpc;

import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.type.DayOfWeek;
import com.google.type.TimeOfDay;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/**
 * A request with more violations than a status can carry: gRPC's clients take 8 KiB of trailers.
 */
class ManyViolationsTest {

  private static final int WINDOWS_MAX = 10;

  private final Clinic clinic = TestServer.shared().freshClinic();

  @Test
  void refusalWithLongViolationsReachesTheClient() {
    TimeWindow wrong =
        TimeWindow.newBuilder()
            .setStart(TimeOfDay.newBuilder().setHours(12))
            .setEnd(TimeOfDay.newBuilder().setHours(11))
            .build();
    SetWorkingHoursRequest.Builder request =
        SetWorkingHoursRequest.newBuilder().setRequestId(Clinic.newId());
    for (int day = 1; day <= 7; day++) {
      request.addDays(
          DayWindows.newBuilder()
              .setWeekday(DayOfWeek.forNumber(day))
              .addAllWindows(Collections.nCopies(WINDOWS_MAX, wrong)));
    }
    assertThat(violatedFields(() -> clinic.directory().setWorkingHours(request.build())))
        .hasSizeGreaterThan(WINDOWS_MAX)
        .startsWith("days[0].windows[0]");
  }
}
