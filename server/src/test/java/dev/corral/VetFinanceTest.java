package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import dev.corral.common.v1.Money;
import dev.corral.common.v1.Role;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.testing.Contract;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A vet reads bookings and stock, and nothing of the clinic's finances. */
class VetFinanceTest {

  private final Clinic clinic = TestServer.shared().freshClinic();

  /** Prices are for everybody to see; the cost of a unit is the subject of the other test. */
  @Test
  void noReplyThatAVetCanGetHasAFieldForAnAmountButThese() {
    Set<String> amounts = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    Contract.rpcs().stream()
        .filter(rpc -> Contract.access(rpc).getRolesList().contains(Role.ROLE_VET))
        .forEach(rpc -> addAmounts(Contract.schema(rpc).getOutputType(), seen, amounts));
    assertThat(amounts)
        .containsExactly(
            "corral.catalog.v1.Product.price_minor",
            "corral.catalog.v1.Service.price_minor",
            "corral.stock.v1.StockMovement.unit_cost_minor");
  }

  @Test
  void costOfAUnitIsToldToTheFrontDeskAndNotToAVet() {
    String product = clinic.product(Clinic.tablets(1000));
    clinic
        .stock()
        .receiveStock(
            ReceiveStockRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setNote("remito")
                .addItems(
                    StockReceipt.newBuilder()
                        .setProductId(product)
                        .setQuantity(5)
                        .setLotCode("L1")
                        .setUnitCostMinor(700))
                .build());
    StockMovement full = movement(Role.ROLE_RECEPTION);
    assertThat(full.getUnitCostMinor()).isEqualTo(700);
    assertThat(movement(Role.ROLE_ADMIN)).isEqualTo(full);
    assertThat(movement(Role.ROLE_VET)).isEqualTo(full.toBuilder().clearUnitCostMinor().build());
  }

  private StockMovement movement(Role role) {
    List<StockMovement> movements =
        clinic
            .as(role, Clinic.newId())
            .stock()
            .listStockMovements(ListStockMovementsRequest.getDefaultInstance())
            .getMovementsList();
    assertThat(movements).hasSize(1);
    return movements.get(0);
  }

  private static void addAmounts(Descriptor type, Set<String> seen, Set<String> amounts) {
    if (!seen.add(type.getFullName())) {
      return;
    }
    for (FieldDescriptor field : type.getFields()) {
      boolean isMessage = field.getJavaType() == JavaType.MESSAGE;
      if (field.getName().endsWith("_minor")
          || isMessage
              && field.getMessageType().getFullName().equals(Money.getDescriptor().getFullName())) {
        amounts.add(field.getFullName());
      } else if (isMessage) {
        addAmounts(field.getMessageType(), seen, amounts);
      }
    }
  }
}
