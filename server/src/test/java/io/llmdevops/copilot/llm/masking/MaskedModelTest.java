package io.llmdevops.copilot.llm.masking;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatModel;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.llm.Message;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.ToolSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MaskedModelTest {
  private static final String SECRET = "blue-parrot-7";
  private static final String MAIL = "ops@example.com";
  private final List<ChatRequest> sent = new ArrayList<>();

  /// A model that answers with what it makes of the last message.
  private ChatModel model(Function<String, List<ChatEvent>> answer) {
    ChatModel inner =
        new ChatModel() {
          @Override
          public String name() {
            return "m";
          }

          @Override
          public ChatStream stream(ChatRequest request) {
            sent.add(request);
            Message.User last = (Message.User) request.messages().getLast();
            return new Told(new ArrayDeque<>(answer.apply(last.text())));
          }
        };
    return new MaskedModel(inner, request -> MaskTest.mask());
  }

  private final List<String> ends = new ArrayList<>();

  private final class Told implements ChatStream {
    private final Deque<ChatEvent> events;

    Told(Deque<ChatEvent> events) {
      this.events = events;
    }

    @Override
    public ChatEvent next() {
      return events.removeFirst();
    }

    @Override
    public void cancel() {
      ends.add("cancelled");
      events.clear();
      events.add(DONE);
    }

    @Override
    public void close() {
      ends.add("closed");
    }
  }

  private static List<ChatEvent> read(ChatStream stream) {
    List<ChatEvent> events = new ArrayList<>();
    do {
      events.add(stream.next());
    } while (!(events.getLast() instanceof ChatEvent.End));
    return events;
  }

  private static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> {
      if (event instanceof ChatEvent.Text piece) {
        text.append(piece.text());
      }
    });
    return text.toString();
  }

  private static final ChatEvent DONE = new ChatEvent.Finished(StopReason.COMPLETE);

  @Test
  void the_model_sees_placeholders_and_the_user_the_values() {
    ChatModel echo =
        model(question ->
            List.of(
                new ChatEvent.Text("you said: " + question.substring(0, 18)),
                new ChatEvent.Text(question.substring(18)),
                DONE));
    String question = "mail " + MAIL + " that password=" + SECRET + " is out";

    List<ChatEvent> events = read(echo.stream(ChatRequest.of(question)));

    assertThat(text(events)).isEqualTo("you said: " + question);
    assertThat(sent.toString()).doesNotContain(SECRET).doesNotContain(MAIL);
  }

  @Test
  void what_a_later_message_shows_to_be_secret_is_masked_in_all_of_them() {
    ChatModel quiet = model(question -> List.of(DONE));
    ToolSpec tool = new ToolSpec("query", "ask " + MAIL, "{\"title\":\"" + SECRET + "\"}");
    ChatEvent.ToolCall call =
        new ChatEvent.ToolCall("1", "query", "{\"q\":\"" + SECRET + "\",\"by\":\"" + MAIL + "\"}");
    List<Message> messages =
        List.of(
            new Message.User("why does " + SECRET + " fail?"),
            new Message.Assistant("I look for " + SECRET, List.of(call), Optional.empty()),
            new Message.ToolResult("1", "query", "found " + SECRET, false),
            new Message.User("my password is " + SECRET));

    read(
        quiet.stream(
            new ChatRequest(
                Optional.of("never say " + SECRET),
                messages,
                List.of(tool),
                ChatRequest.Limits.NONE)));

    assertThat(sent.toString()).doesNotContain("parrot").doesNotContain(MAIL);
  }

  @Test
  void a_tool_is_called_with_personal_data_and_without_credentials() {
    ChatModel calling =
        model(question ->
            List.of(new ChatEvent.ToolCall("1", "find", "{\"text\":\"" + question + "\"}"), DONE));

    ChatEvent.ToolCall call =
        (ChatEvent.ToolCall)
            read(calling.stream(ChatRequest.of(MAIL + " token=abc123def456"))).getFirst();

    assertThat(call.arguments())
        .startsWith("{\"text\":\"" + MAIL + " token=SECRET_")
        .doesNotContain("abc123def456");
  }

  @Test
  void what_was_held_back_comes_before_what_follows() {
    ChatModel cutting =
        model(question ->
            List.of(
                new ChatEvent.Reasoning("it is SEC"),
                new ChatEvent.Text("no S"),
                new ChatEvent.ToolCall("1", "find", "{}"),
                new ChatEvent.Text("SECRET_"),
                DONE));

    List<ChatEvent> events = read(cutting.stream(ChatRequest.of("?")));

    assertThat(events)
        .containsExactly(
            new ChatEvent.Reasoning("it is "),
            new ChatEvent.Reasoning("SEC"),
            new ChatEvent.Text("no "),
            new ChatEvent.Text("S"),
            new ChatEvent.ToolCall("1", "find", "{}"),
            new ChatEvent.Text("SECRET_"),
            DONE);
  }

  @Test
  void nothing_of_the_answer_is_shown_after_it_was_cancelled() {
    ChatModel talking =
        model(question -> List.of(new ChatEvent.Text("yes SECR"), new ChatEvent.Text("ET"), DONE));
    ChatStream stream = talking.stream(ChatRequest.of("?"));
    assertThat(stream.next()).isEqualTo(new ChatEvent.Text("yes "));

    stream.cancel();

    assertThat(stream.next()).isEqualTo(DONE);
  }

  @Test
  void closing_closes_the_stream_behind() {
    try (ChatStream stream = model(question -> List.of(DONE)).stream(ChatRequest.of("?"))) {
      assertThat(stream.next()).isEqualTo(DONE);
    }
    assertThat(ends).containsExactly("closed");
  }

  @Test
  void arguments_stay_json_whatever_is_masked_in_them() {
    Mask mask = MaskTest.mask();

    assertThat(mask.maskJson("{\"password\":\"a\\\"b c\",\"n\":1}")).contains("\"n\":1");
    assertThat(mask.maskJson("{\"header\":\"Cookie: session=abcdef\",\"n\":1}"))
        .endsWith("\"n\":1}");
  }
}
