package dev.corral.payment;

import com.google.protobuf.Message;
import dev.corral.grpc.PageToken;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.ListInvoicesRequest;
import dev.corral.payment.v1.ListInvoicesResponse;
import dev.corral.payment.v1.ListPaymentsRequest;
import dev.corral.payment.v1.ListPaymentsResponse;
import dev.corral.payment.v1.Payment;
import java.util.List;

/** Pages of what is listed by creation, the newest first. The token says where a page ended. */
final class NewestFirst {

  private NewestFirst() {}

  /** The last invoice of the page before. */
  static PageToken.Position of(ListInvoicesRequest request) {
    return PageToken.read(request.getPageToken(), filter(request));
  }

  /** The last payment of the page before. */
  static PageToken.Position of(ListPaymentsRequest request) {
    return PageToken.read(request.getPageToken(), filter(request));
  }

  /** A page of at most one row more than its size, which shows that there is another. */
  static ListInvoicesResponse invoices(ListInvoicesRequest request, List<Invoice> rows) {
    int size = PageToken.pageSize(request.getPageSize());
    ListInvoicesResponse.Builder page = ListInvoicesResponse.newBuilder();
    if (rows.size() > size) {
      Invoice last = rows.get(size - 1);
      page.setNextPageToken(
          PageToken.write(
              filter(request), new PageToken.Position(last.getCreateTime(), last.getInvoiceId())));
    }
    return page.addAllInvoices(rows.subList(0, Math.min(size, rows.size()))).build();
  }

  /** A page of at most one row more than its size, which shows that there is another. */
  static ListPaymentsResponse payments(ListPaymentsRequest request, List<Payment> rows) {
    int size = PageToken.pageSize(request.getPageSize());
    ListPaymentsResponse.Builder page = ListPaymentsResponse.newBuilder();
    if (rows.size() > size) {
      Payment last = rows.get(size - 1);
      page.setNextPageToken(
          PageToken.write(
              filter(request), new PageToken.Position(last.getCreateTime(), last.getPaymentId())));
    }
    return page.addAllPayments(rows.subList(0, Math.min(size, rows.size()))).build();
  }

  private static Message filter(ListInvoicesRequest request) {
    return request.toBuilder().clearPageToken().clearPageSize().build();
  }

  private static Message filter(ListPaymentsRequest request) {
    return request.toBuilder().clearPageToken().clearPageSize().build();
  }
}
