package dev.corral.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list (AIP-158). The request has the fields {@code page_size} and {@code
 * page_token}; all others are its filters.
 *
 * @param rows at most as many as the request asks for
 * @param nextToken where the next page begins; empty on the last one
 */
public record Page<R>(List<R> rows, String nextToken) {

  private static final int SIZE_DEFAULT = 50;
  private static final int SIZE_MAX = 200;

  /**
   * The last row of a page.
   *
   * @param time null before the first page, and in a list that is ordered by id
   * @param id empty before the first page
   */
  public record Position(Timestamp time, String id) {}

  /**
   * Where the page that a request asks for begins.
   *
   * @throws InvalidRequest when its token is not one of this list, caller and filters
   */
  public static Position after(Message request) {
    return PageToken.read((String) request.getField(field(request, "page_token")), filter(request));
  }

  /** How many rows to read for a request: one more than it gets, which shows that there is one. */
  public static int rowsMax(Message request) {
    return size(request) + 1;
  }

  /** The page of a request, from at most {@link #rowsMax} rows. */
  public static <R> Page<R> of(Message request, List<R> read, Function<R, Position> position) {
    int size = size(request);
    return read.size() <= size
        ? new Page<>(read, "")
        : new Page<>(
            read.subList(0, size),
            PageToken.write(filter(request), position.apply(read.get(size - 1))));
  }

  private static int size(Message request) {
    int asked = (int) request.getField(field(request, "page_size"));
    return asked == 0 ? SIZE_DEFAULT : Math.min(asked, SIZE_MAX);
  }

  private static Message filter(Message request) {
    return request.toBuilder()
        .clearField(field(request, "page_token"))
        .clearField(field(request, "page_size"))
        .build();
  }

  private static FieldDescriptor field(Message request, String name) {
    return request.getDescriptorForType().findFieldByName(name);
  }
}
