package dev.corral.client;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Walks through pages by {@code page_token} and {@code next_page_token}. */
final class Pages<Q extends Message, R extends Message> implements Iterator<R> {

  private final Function<Q, R> list;
  private Q next;

  private Pages(Function<Q, R> list, Q first) {
    this.list = list;
    this.next = first;
  }

  static <Q extends Message, R extends Message> Stream<R> stream(Function<Q, R> list, Q first) {
    field(first, "page_token");
    Iterator<R> pages = new Pages<>(list, first);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, traits), false);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public R next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    R page = list.apply(next);
    String token = (String) page.getField(field(page, "next_page_token"));
    next = token.isEmpty() ? null : at(token);
    return page;
  }

  @SuppressWarnings("unchecked") // a builder makes what it was made of
  private Q at(String token) {
    return (Q) next.toBuilder().setField(field(next, "page_token"), token).build();
  }

  private static FieldDescriptor field(Message message, String name) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    if (field == null) {
      throw new IllegalArgumentException(
          message.getDescriptorForType().getFullName() + " has no " + name);
    }
    return field;
  }
}
