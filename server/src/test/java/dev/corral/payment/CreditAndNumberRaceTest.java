package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.ApplyCreditResponse;
import dev.corral.payment.v1.CreateInvoiceRequest;
import dev.corral.payment.v1.GrantCreditRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.ListInvoicesRequest;
import dev.corral.payment.v1.Payment;
import dev.corral.tenant.v1.RefundPolicy;
import dev.corral.tenant.v1.SurplusPolicy;
import dev.corral.testing.Race;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Numbers, references and store credit that several callers want at the same time. */
class CreditAndNumberRaceTest {

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // https://github.com/dentalpin/dentalpin/issues/97
  @Test
  void draftIssuedTwiceAtOnceUsesOneNumber() {
    int rounds = Race.rounds(20);
    for (int round = 1; round <= rounds; round++) {
      Invoice draft = till.draft(till.bill(Till.line(1, 100, 0)));
      Race<Invoice> race =
          Race.of(2, i -> till.issue(draft)).hasWinners(1, Outcome.INVOICE_NOT_DRAFT);
      assertThat(race.winners().getFirst().getNumber()).isEqualTo(round);
    }
    assertThat(till.statement().getEntriesList()).hasSize(rounds);
  }

  @Test
  void twentyInvoicesMadeAtOnceAreNumbered1To20() {
    Race<Invoice> race = Race.of(20, i -> till.issued(100 + i)).hasWinners(20, Outcome.OK);
    assertThat(race.winners().stream().map(Invoice::getNumber))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  /** Refused and rolled back calls in between must not take numbers. */
  @Test
  void invoicesMadeAtOnceHaveNoGapWhereOthersFailOrOnlyValidate() {
    Race<Invoice> race =
        Race.of(
            40,
            i -> {
              CreateInvoiceRequest.Builder request =
                  till.creation(till.bill(Till.line(1, 100, 0).setDiscountAmountMinor(i % 4)))
                      .setIssue(true)
                      .setValidateOnly(i % 4 == 1);
              if (i % 4 == 2) {
                request.getInvoiceBuilder().setDiscountAmountMinor(99);
              }
              return till.stub().createInvoice(request.build()).getInvoice();
            });
    race.hasWinners(30, Outcome.INVALID_DISCOUNT);
    assertThat(numbers(till))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  // https://github.com/beenuar/AiSOC/pull/118
  @Test
  void twoTenantsThatStartTogetherBothStartAt1() {
    List<Till> tills = List.of(till, Till.open(server));
    Race<Invoice> race = Race.of(20, i -> tills.get(i % 2).issued(100));
    race.hasWinners(20, Outcome.OK);
    for (Till one : tills) {
      assertThat(numbers(one))
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
    }
  }

  @Test
  void oneRequestOfAnIssuedInvoiceSentTenTimesIsOneInvoiceAndOneNumber() {
    for (int round = 1; round <= Race.rounds(20); round++) {
      CreateInvoiceRequest request =
          till.creation(till.bill(Till.line(1, 100, 0))).setIssue(true).build();
      Race<Invoice> race =
          Race.of(10, i -> till.stub().createInvoice(request).getInvoice())
              .hasWinners(10, Outcome.OK);
      assertThat(new HashSet<>(race.winners())).hasSize(1);
      assertThat(race.winners().getFirst().getNumber()).isEqualTo(round);
    }
  }

  @Test
  void oneReferenceForTwoInvoicesAtOnceIsOnePayment() {
    for (int round = 0; round < Race.rounds(20); round++) {
      List<Invoice> invoices = List.of(till.issued(100), till.issued(100));
      String reference = "R" + round;
      Race<Payment> race =
          Race.of(2, i -> till.pay(invoices.get(i), 100, reference))
              .hasWinners(1, Outcome.REFERENCE_ALREADY_USED);
      String paid = race.winners().getFirst().getInvoiceId();
      for (Invoice invoice : invoices) {
        assertThat(till.get(invoice).getPaidMinor())
            .isEqualTo(invoice.getInvoiceId().equals(paid) ? 100 : 0);
      }
    }
  }

  @Test
  void creditAppliedToTenInvoicesAtOnceNeverFallsBelowZero() {
    for (int round = 0; round < Race.rounds(20); round++) {
      Till own = till.billing(till.clinic().client());
      own.grant(100);
      List<Invoice> invoices = IntStream.range(0, 10).mapToObj(i -> own.issued(30)).toList();
      Race<ApplyCreditResponse> race =
          Race.of(10, i -> own.apply(invoices.get(i), 30)).hasWinners(3, Outcome.CREDIT_TOO_SMALL);
      assertThat(race.winners().stream().map(ApplyCreditResponse::getCreditMinor))
          .containsExactlyInAnyOrder(70L, 40L, 10L);
      assertThat(own.statement().getCreditMinor()).isEqualTo(10);
      assertThat(own.statement().getOwedMinor()).isEqualTo(7 * 30);
    }
  }

  @Test
  void creditAppliedToOneInvoiceByTenAtOncePaysItOnce() {
    till.grant(1_000);
    Invoice invoice = till.issued(100);
    Race.of(10, i -> till.apply(invoice, 100)).hasWinners(1, Outcome.OVERPAYMENT);
    assertThat(till.statement().getCreditMinor()).isEqualTo(900);
  }

  @Test
  void oneGrantSentTenTimesIsOneGrant() {
    int rounds = Race.rounds(20);
    for (int round = 1; round <= rounds; round++) {
      GrantCreditRequest request = till.granting(50).build();
      Race<Long> race =
          Race.of(10, i -> till.stub().grantCredit(request).getCreditMinor())
              .hasWinners(10, Outcome.OK);
      assertThat(Set.copyOf(race.winners())).containsExactly(50L * round);
    }
    assertThat(till.statement().getCreditMinor()).isEqualTo(50L * rounds);
  }

  @Test
  void twentyGrantsAtOnceForANewClientAllCount() {
    Race.of(20, i -> till.grant(5)).hasWinners(20, Outcome.OK);
    assertThat(till.statement().getCreditMinor()).isEqualTo(100);
  }

  /** Everything that locks an invoice and a credit, on few of both: no deadlock, no broken call. */
  @Test
  void stormOfEverythingOnTwoClientsEndsInAnswersAndBooksThatAgree() {
    long seed = System.nanoTime();
    System.out.println("storm: seed " + seed);
    Till storm =
        Till.open(
            server,
            Till.settings()
                .setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT)
                .setRefundPolicy(RefundPolicy.REFUND_POLICY_CREDIT));
    List<Till> tills = List.of(storm, storm.billing(storm.clinic().client()));
    List<Invoice> invoices =
        IntStream.range(0, 4).mapToObj(i -> tills.get(i / 2).issued(50)).toList();
    List<Payment> payments = invoices.stream().map(i -> storm.pay(i, 40)).toList();
    for (int round = 0; round < Race.rounds(10); round++) {
      Random random = new Random(seed + round);
      int[] dice = random.ints(40, 0, 1_000).toArray();
      Race<Object> race = Race.of(40, i -> act(dice[i], tills, invoices, payments));
      assertThat(
              Set.of(
                  "OVERPAYMENT", "CREDIT_TOO_SMALL", "REFUND_TOO_LARGE", "REFERENCE_ALREADY_USED"))
          .as("seed %s, round %s", seed, round)
          .containsAll(race.refusals().keySet());
    }
    assertRefused(Outcome.CREDIT_TOO_SMALL, () -> storm.apply(storm.issued(1_000_000), 1_000_000));
  }

  private static List<Long> numbers(Till till) {
    return till
        .stub()
        .listInvoices(ListInvoicesRequest.newBuilder().setPageSize(200).build())
        .getInvoicesList()
        .stream()
        .map(Invoice::getNumber)
        .toList();
  }

  private static Object act(
      int die, List<Till> tills, List<Invoice> invoices, List<Payment> payments) {
    Till till = tills.getFirst();
    int one = die / 10 % 4;
    return switch (die % 5) {
      case 0 -> till.refund(payments.get(one), 1 + die % 7);
      case 1 -> till.apply(invoices.get(one), 1 + die % 7);
      case 2 -> tills.get(one / 2).grant(1 + die % 7);
      case 3 -> till.pay(invoices.get(one), 20, "S" + die % 3);
      default -> till.pay(invoices.get(one), 1 + die % 60);
    };
  }
}
