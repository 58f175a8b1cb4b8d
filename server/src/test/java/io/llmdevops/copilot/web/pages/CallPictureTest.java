package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.web.pages.CallPicture.Call;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallPictureTest {
  private static CallPicture.Node node(CallPicture picture, String service) {
    return picture.nodes().stream()
        .filter(node -> node.service().equals(service))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void callers_stand_left_of_what_they_call() {
    CallPicture picture =
        CallPicture.draw(
            List.of(new Call("web", "shop"), new Call("shop", "bank"), new Call("web", "bank")),
            Set.of("shop", "bank"),
            "bank");
    assertThat(node(picture, "web").x()).isLessThan(node(picture, "shop").x());
    assertThat(node(picture, "shop").x()).isLessThan(node(picture, "bank").x());
    assertThat(node(picture, "bank").css()).isEqualTo("cause");
    assertThat(node(picture, "shop").css()).isEqualTo("hit");
    assertThat(node(picture, "web").css()).isEqualTo("calm");
    assertThat(picture.lines()).hasSize(3);
    assertThat(picture.lines()).filteredOn(CallPicture.Line::affected).hasSize(1);
  }

  @Test
  void services_that_call_each_other_are_drawn_all_the_same() {
    CallPicture picture =
        CallPicture.draw(
            List.of(new Call("a", "b"), new Call("b", "a"), new Call("b", "b")), Set.of("a"), "");
    assertThat(picture.nodes()).hasSize(2);
    assertThat(picture.lines()).hasSize(2);
  }

  @Test
  void no_two_boxes_overlap() {
    CallPicture picture =
        CallPicture.draw(
            List.of(new Call("a", "b"), new Call("a", "c"), new Call("a", "d"), new Call("d", "e")),
            Set.of("a", "d"),
            "");
    assertThat(picture.nodes().stream().map(node -> node.x() + "/" + node.y()))
        .doesNotHaveDuplicates();
    assertThat(picture.nodes())
        .allSatisfy(node -> {
          assertThat(node.x() + node.width()).isLessThanOrEqualTo(picture.width());
          assertThat(node.y() + node.height()).isLessThanOrEqualTo(picture.height());
        });
  }

  @Test
  void a_large_graph_is_cut_and_the_suspect_kept() {
    List<Call> calls =
        IntStream.range(0, 60).mapToObj(i -> new Call("hub", "leaf-" + (10 + i))).toList();
    CallPicture picture = CallPicture.draw(calls, Set.of("hub"), "leaf-69");
    assertThat(picture.nodes()).hasSize(CallPicture.LARGEST);
    assertThat(node(picture, "leaf-69").css()).isEqualTo("cause");
  }

  @Test
  void without_calls_there_is_no_picture() {
    assertThat(CallPicture.draw(List.of(), Set.of("a"), "a").empty()).isTrue();
  }
}
