package dev.corral.cart;

import static dev.corral.cart.CartCalls.preview;
import static dev.corral.cart.CartCalls.stored;
import static dev.corral.testing.Refusals.detail;
import static dev.corral.testing.Refusals.errorInfo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartProblem;
import dev.corral.cart.v1.CartProblems;
import dev.corral.kernel.Outcome;
import io.grpc.StatusRuntimeException;
import java.util.List;

/** What the status of a refused checkout says of the problems that a cart shows. */
final class ShownProblems {

  private ShownProblems() {}

  /**
   * Asserts that a checkout is refused for the first of the problems that the cart and a preview
   * show, names at most 50 of them in the same order, and stores nothing.
   */
  static void assertRefusedAsShown(TestServer server, Shop shop, Outcome reason) {
    List<CartProblem> shown = preview(shop).getProblemsList();
    if (reason != Outcome.CART_EMPTY) {
      assertThat(shop.cart().getProblemsList()).isEqualTo(shown);
    }
    List<String> before = stored(server, shop.clinic());
    Cart seen = shop.cart();
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> shop.checkout(seen));
    assertThat(thrown).isNotNull();
    ErrorInfo error = errorInfo(thrown);
    assertThat(error.getReason()).isEqualTo(reason.name());
    assertThat(thrown.getStatus().getCode()).isEqualTo(reason.code());
    assertThat(error).isEqualTo(shown.getFirst().getError());
    assertThat(detail(thrown, CartProblems.class).getProblemsList())
        .isEqualTo(shown.stream().limit(50).map(ShownProblems::brief).toList());
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  /** A problem as a status has it: a line's number stands for the item. */
  private static CartProblem brief(CartProblem problem) {
    CartProblem.Builder brief = problem.toBuilder().clearDescription();
    brief.getErrorBuilder().clearDomain();
    if (brief.hasLineNumber()) {
      brief.getErrorBuilder().removeMetadata("product_id").removeMetadata("service_id");
    }
    return brief.build();
  }
}
