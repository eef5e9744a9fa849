// SPDX-License-Identifier: Apache-2.0
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

/**
 * Two counts of each reply, in Kafka Streams' RocksDB store, by one thread: "t&lt;thread&gt;" and "m&lt;author&gt;/&lt;day&gt;".
 * Counts every record as if it had been accepted: what rule 1 costs is the other side's alone.
 *
 * <p>usage: Counts BROKERS TOPIC RECORDS STATE_FOLDER OUT_FILE cached|uncached logged|unlogged
 *
 * <p>Ends when so many records went through; writes "key TAB count" lines to OUT_FILE, ascending, and prints one JSON object:
 * events (replies counted), seconds from the first record to the last.
 */
public final class Counts {
    private static final String STORE = "counts";
    private static final String REPLY = "forum.post-published.";
    private static final long GIVEN_UP_SECONDS = 300;

    private final long wanted;
    private final CountDownLatch done = new CountDownLatch(1);
    private long seen; // the one stream thread's, read by others behind `done`
    private long replies;
    private long begun;
    private long ended;

    private Counts(long wanted) {
        this.wanted = wanted;
    }

    private final class Counting implements Processor<String, byte[], Void, Void> {
        private final ObjectMapper json = new ObjectMapper();
        private KeyValueStore<String, Long> counts;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            counts = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, byte[]> record) {
            if (seen++ == 0) begun = System.nanoTime();
            if (header(record, "ce_type").startsWith(REPLY)) count(record);
            if (seen != wanted) return;
            ended = System.nanoTime();
            done.countDown();
        }

        private void count(Record<String, byte[]> record) {
            try {
                JsonNode reply = json.readTree(record.value());
                add("t" + reply.get("thread").asText());
                add("m" + reply.get("author").asText() + "/" + header(record, "ce_time").substring(0, 10));
                replies++;
            } catch (java.io.IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        }

        private void add(String key) {
            Long before = counts.get(key);
            counts.put(key, before == null ? 1L : before + 1);
        }

        private static String header(Record<String, byte[]> record, String name) {
            Header found = record.headers().lastHeader(name);
            return found == null ? null : new String(found.value(), StandardCharsets.UTF_8);
        }
    }

    private KafkaStreams topology(String brokers, String topic, String state, boolean cached, boolean logged) {
        var store = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Long());
        store = cached ? store.withCachingEnabled() : store.withCachingDisabled();
        if (!logged) store = store.withLoggingDisabled();
        var builder = new StreamsBuilder();
        builder.addStateStore(store);
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.ByteArray())).process(Counting::new, STORE);
        var settings = new Properties();
        settings.put("application.id", "counts-" + System.nanoTime());
        settings.put("bootstrap.servers", brokers);
        settings.put("auto.offset.reset", "earliest");
        settings.put("state.dir", state);
        settings.put("num.stream.threads", "1");
        return new KafkaStreams(builder.build(), settings);
    }

    private static void write(KafkaStreams streams, Path out) throws java.io.IOException {
        var store = streams.store(StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.<String, Long>keyValueStore()));
        try (var rows = store.all(); BufferedWriter to = Files.newBufferedWriter(out)) {
            while (rows.hasNext()) {
                var row = rows.next();
                to.write(row.key + "\t" + row.value + "\n");
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 7) {
            System.err.println("usage: Counts BROKERS TOPIC RECORDS STATE_FOLDER OUT_FILE cached|uncached logged|unlogged");
            System.exit(2);
        }
        var counts = new Counts(Long.parseLong(arguments[2]));
        var streams = counts.topology(arguments[0], arguments[1], arguments[3], arguments[5].equals("cached"), arguments[6].equals("logged"));
        streams.start();
        if (!counts.done.await(GIVEN_UP_SECONDS, TimeUnit.SECONDS)) {
            System.err.println("Counts: " + counts.seen + " of " + counts.wanted + " records came");
            System.exit(1);
        }
        write(streams, Path.of(arguments[4]));
        System.out.printf(java.util.Locale.ROOT, "{\"events\":%d,\"seconds\":%.6f}%n", counts.replies, (counts.ended - counts.begun) / 1e9);
        streams.close();
    }
}
