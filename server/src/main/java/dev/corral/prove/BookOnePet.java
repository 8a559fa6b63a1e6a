package dev.corral.prove;

import com.google.protobuf.Timestamp;
import dev.corral.booking.v1.Appointment;
import java.util.List;

/** One pet, ten vets who are all free: the pet can be in one place. */
final class BookOnePet extends Contest {

  private static final int VETS = 10;

  private final Scene scene;
  private Visits visits;
  private Diary diary;
  private List<String> vets;
  private String pet;
  private List<Timestamp> hours;

  BookOnePet(Scene scene) {
    super("book one pet with ten vets", "double bookings", VETS);
    this.scene = scene;
  }

  @Override
  void prepare(int rounds) throws Unfit {
    visits = new Visits(scene);
    diary = new Diary(visits);
    vets = visits.vets(VETS);
    pet = visits.pets(1).get(0);
    hours = visits.freeHours(vets, rounds);
  }

  @Override
  void round(int number, Tally tally) {
    Timestamp hour = hours.get(number);
    Calls<Appointment> calls = Calls.atOnce(VETS, i -> visits.book(pet, vets.get(i), hour));
    tally.count(calls, "PET_BUSY");
    int won = calls.won().size();
    tally.expect(won == 1, won + " callers were told that they have the pet's only time");
    calls.won().forEach(diary::note);
  }

  @Override
  void finish(Tally tally) {
    diary.check(vets, tally);
    diary.checkPet(pet, tally);
  }
}
