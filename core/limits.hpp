// SPDX-License-Identifier: Apache-2.0
// Every limit, in one place, each with its reason. Lengths of text are code points; sizes are bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace palabre::limits {

// ---- Log rule 1 (frozen) ----
inline constexpr std::size_t value_bytes = 512 * 1024;  ///< an event's JSON
inline constexpr std::size_t record_bytes = 768 * 1024; ///< headers and value: fits Kafka's 1 MiB with room
inline constexpr std::size_t reads = 256;  ///< of a command; more is a process of several. 14 KB of headers
inline constexpr std::size_t writes = 128; ///< likewise
inline constexpr std::chrono::seconds ahead_of_record{60}; ///< clocks of nodes that are set right differ by far less
inline constexpr std::size_t community_id = 64;            ///< of `ce_source`: ours have 13; room for words as ids

// ---- What people write: bounds of the event schemas, repeated by no other place ----
inline constexpr std::size_t title = 200;         ///< two lines on a phone
inline constexpr std::size_t body = 40'000;       ///< twice the longest post of the sites we imported; 160 KB of UTF-8
inline constexpr std::size_t name = 100;          ///< of a person, space or community
inline constexpr std::size_t bio = 2'000;         ///< a page about oneself
inline constexpr std::size_t description = 1'000; ///< of a space or community
inline constexpr std::size_t slug = 60;           ///< an address that fits on a line of mail
inline constexpr std::size_t colour = 7;          ///< "#0b5a69"
inline constexpr std::size_t email = 254;         ///< RFC 5321
inline constexpr std::size_t password_min = 10;   ///< length over composition rules (ANSSI, NIST SP 800-63B)
inline constexpr std::size_t password_max = 200;  ///< argon2id hashes it once; keeps a hostile one cheap
inline constexpr std::size_t spaces_per_thread = 5;   ///< each is a row in every list
inline constexpr std::size_t tags_per_thread = 10;    ///< twice the five of the sites we imported
inline constexpr std::size_t tag = 60;                ///< a few words; the sites we imported have 35
inline constexpr std::size_t source_id = 64;          ///< of an imported post: a number, a UUID, a hash in hexadecimal
inline constexpr std::size_t source = 200;            ///< of an imported community: site and licence
inline constexpr std::size_t mentions = 10;           ///< of a post: each is a notice to somebody
inline constexpr std::size_t quotes = 10;             ///< of a post: each is a row to fetch when it is read
inline constexpr std::size_t name_words = 8;          ///< behind an "@": the longest names have six
inline constexpr std::size_t names_tried = 100;       ///< looked up for one text; ten mentions need thirty
inline constexpr std::size_t suggestions = 10;        ///< members whose name begins so: more are not read
inline constexpr std::size_t quote_shown = 300;       ///< code points of a post that is quoted whole: some lines
inline constexpr std::size_t quote_most = 1'000;      ///< of a chosen part; who wants more follows the link
inline constexpr std::size_t ordinal = 1'000'000'000; ///< of a post in its thread: more than any will have
inline constexpr std::size_t attachments = 10;        ///< of a post: a row of pictures, not an album
inline constexpr std::size_t time_zone = 64;          ///< twice the longest IANA name
inline constexpr std::size_t code = 60;               ///< an entry of a coded list
inline constexpr std::size_t event_type = 100;        ///< three times the longest that there is
inline constexpr std::size_t asked_communities = 100; ///< named in one request for personal data
inline constexpr std::size_t asked_types = 50;        ///< likewise
inline constexpr std::size_t delegates = 20;          ///< of an organisation: who speaks for it is a few by name
inline constexpr std::size_t organisations = 20;      ///< that one member speaks for, or is invited to
inline constexpr std::size_t idempotency_key = 255;   ///< as others take; a UUID has 36

// ---- Notices ----
inline constexpr std::uint64_t sequence = 9'007'199'254'740'991; ///< up to which one has read: 2^53 − 1, JSON's largest
inline constexpr std::size_t smtp_code = 599;                    ///< the largest reply of a mail server (RFC 5321)
inline constexpr std::size_t notices_kept = 200;      ///< of a member; older ones go: seven screens of a phone
inline constexpr std::size_t notices_followed = 100;  ///< spaces whose new threads are looked for: one bounded scan
inline constexpr std::size_t notices_counted = 20;    ///< unread ones; more are "20+": each is looked at for its rights
inline constexpr std::size_t notice_readers = 10'000; ///< who follow, and are told of a new thread or reply at once
inline constexpr std::size_t mentions_ever = 100;     ///< by one post and its edits: ten times what one text may
inline constexpr std::size_t digest_lines = 30;       ///< in one digest; it says how many more there are
inline constexpr int digest_hour = 7;                 ///< by the community's clock: read with the first coffee
inline constexpr std::chrono::hours digest_late{12};  ///< a digest that would be later than this is left out
inline constexpr std::size_t received_bytes =
    256 * 1024; ///< read of a mail: what was written stands before what was attached
inline constexpr std::size_t received_addresses =
    5;                                         ///< conversations that one mail answers: it is sent to one, as a rule
inline constexpr std::size_t mail_files = 500; ///< answers or reports that are taken in at once

// ---- Ads ----
inline constexpr std::size_t ad_body = 10'000;            ///< four times the longest offer of an employment agency
inline constexpr std::size_t ad_note = 500;               ///< what is said with a report or a refusal: a few sentences
inline constexpr std::size_t ad_radius = 500;             ///< kilometres: half of the country
inline constexpr std::size_t ad_surface = 100'000;        ///< square metres: a hospital
inline constexpr std::uint64_t ad_money = 10'000'000'000; ///< cents: 100 million euro, a hospital's price
inline constexpr std::size_t commune = 5;                 ///< of an INSEE code
inline constexpr std::size_t rome = 5;                    ///< of an occupation's code
inline constexpr std::size_t day = 10;                    ///< of a date: 2026-11-26
inline constexpr int latitude = 9'000;                    ///< hundredths of a degree: the pole
inline constexpr int longitude = 18'000;                  ///< likewise: once around
inline constexpr std::size_t week_minutes = 10'080;       ///< that a week has
inline constexpr std::chrono::hours ad_stands{60 * 24};   ///< published for so long: what is older is mostly over
inline constexpr std::chrono::hours ad_warned{7 * 24};    ///< before that its author is told, and may renew it
inline constexpr std::size_t ad_duplicates = 5;           ///< shown as perhaps the same: more helps nobody
inline constexpr std::size_t ads_of_author = 100;         ///< that are looked through for those
inline constexpr std::size_t ads_due = 500;               ///< ended at a time: one group of the writer

// ---- Messages ----
inline constexpr std::size_t message = 5'000;          ///< two pages; who has more to say attaches a file
inline constexpr std::size_t report_note = 1'000;      ///< what a reporter adds: a few sentences
inline constexpr std::size_t messages_per_page = 50;   ///< of a conversation: one bounded scan
inline constexpr std::uint32_t messages_per_span = 60; ///< from a member: a lively talk, no mass mailing
inline constexpr std::chrono::hours message_span{1};   ///< in which
inline constexpr std::uint32_t contacts_per_span = 30; ///< conversations begun: who looks for a job all day
inline constexpr std::chrono::hours contact_span{24};  ///< in which

// ---- Saved searches ----
inline constexpr std::size_t saved_searches = 20;    ///< of a member: one for each thing that somebody may want
inline constexpr std::size_t alert_cells = 16;       ///< of the map, that a circle is looked for under
inline constexpr std::size_t alert_readers = 10'000; ///< of one ad, who are told

// ---- Attachments ----
inline constexpr std::size_t file_bytes = 10 << 20;         ///< a photo of a phone; a leaflet of some pages
inline constexpr std::size_t file_stored_bytes = 30 << 20;  ///< what is kept of one: three sizes of a picture
inline constexpr std::size_t file_name = 200;               ///< file systems stop at 255 bytes
inline constexpr std::size_t alternative = 1'000;           ///< what a picture shows, for who does not see it
inline constexpr std::uint64_t member_bytes = 256ULL << 20; ///< of all of a member's files: some 500 photos
inline constexpr std::size_t files_waiting = 50;            ///< of a member, in no post yet: five posts' worth
inline constexpr std::size_t blobs_a_file = 3;              ///< a picture's sizes
inline constexpr std::chrono::hours file_waits{24};         ///< in no post for so long: it goes
inline constexpr std::chrono::hours file_kept{2};           ///< longer for its bytes: clocks and nodes lag
inline constexpr std::size_t image_side = 16'383;           ///< pixels: what WebP can, more than any camera's
inline constexpr std::size_t image_pixels = 100'000'000; ///< read line by line; cameras of phones have 12 to 50 million
inline constexpr std::size_t image_pixels_whole = 16'000'000; ///< that must be in memory at once: 64 MB
inline constexpr std::size_t image_memory_bytes = 96 << 20;   ///< for a progressive JPEG: 32 million pixels
inline constexpr std::size_t image_profile_bytes = 1 << 20;   ///< a colour profile; a screen's has some KB
inline constexpr std::size_t images_waiting = 64;             ///< for the one thread that reads them: past this 503
inline constexpr std::size_t uploads = 64;                    ///< being received at a time: past this 503
inline constexpr std::size_t uploads_of_account = 11;         ///< of them: a post's ten, and one so that it is told

// ---- Reading ----
inline constexpr std::size_t posts_per_page = 20;          ///< one bounded scan, about 20 KB
inline constexpr std::size_t unread_counted = 20;          ///< threads of a space that are new: past it, "and more"
inline constexpr std::size_t feed_sources = 200;           ///< of what one follows, that a feed reads
inline constexpr std::size_t feed_of_member = 5;           ///< latest posts of a followed member, in a feed
inline constexpr std::size_t list_default = 30;            ///< two screens of a phone
inline constexpr std::size_t list_most = 100;              ///< one bounded scan
inline constexpr std::size_t sitemap_threads = 5'000;      ///< of a community: 25 ms of one thread, every 10 s at most
inline constexpr std::size_t structured_text = 2'000;      ///< code points of a post that search engines are given
inline constexpr std::size_t spaces_per_community = 1'000; ///< listed in one answer
inline constexpr std::size_t communities = 10'000;         ///< of a platform, listed in one answer

// ---- Stores (RocksDB) ----
inline constexpr std::size_t block_cache_bytes = 64 << 20;    ///< of the process: small machines run whole communities
inline constexpr std::size_t memtable_bytes = 16 << 20;       ///< of a family: a flush makes files of useful size
inline constexpr std::size_t vault_memtable_bytes = 1 << 20;  ///< a vault is a few MB in all
inline constexpr std::size_t write_buffers_bytes = 32 << 20;  ///< of all memtables of a store
inline constexpr std::uint64_t wal_bytes = 64 << 20;          ///< bounds recovery; an idle family else pins every WAL
inline constexpr std::size_t model_rows_bytes = 8 << 20;      ///< cached: what some 20,000 people act on at a time
inline constexpr std::size_t slot_rows_bytes = 8 << 20;       ///< cached: the versions of the same entities
inline constexpr std::size_t joined_pages_bytes = 64 << 20;   ///< cached, of a projection: some 3,500 pages of posts
inline constexpr std::size_t known_viewers_bytes = 4 << 20;   ///< cached: who asks where, of some 8,000 sessions
inline constexpr std::size_t visitor_answers_bytes = 8 << 20; ///< cached: whole answers to visitors
inline constexpr std::chrono::seconds visitor_answer_age{10}; ///< for as long: pages say how long ago things were
inline constexpr std::size_t view_rows_bytes = 16 << 20;      ///< cached: threads, members and communities of the day
inline constexpr std::size_t view_rows_gathered = 4 << 20;    ///< in memory until written: of a thousand events
inline constexpr int store_open_files = 256;                  ///< three stores stay below the usual 1,024

// ---- The log ----
inline constexpr std::size_t recent_events = 4'096;  ///< in memory for readers at the end: some groups' worth
inline constexpr std::size_t recent_bytes = 4 << 20; ///< likewise, when they are long

// ---- The writer ----
inline constexpr std::size_t commands_waiting = 4'096;          ///< past this: 503 with Retry-After
inline constexpr std::size_t commands_waiting_bytes = 32 << 20; ///< likewise: 200 of the longest posts, or 4,096 usual
inline constexpr std::size_t commands_per_group = 512;      ///< one sync; bounds the batch and the latency of its last
inline constexpr std::size_t group_bytes = 8 << 20;         ///< likewise: a group stands in memory some five times over
inline constexpr std::chrono::seconds command_life{10};     ///< not sent by then: dropped
inline constexpr int attempts = 8;                          ///< decided again at most so often, then `contended`
inline constexpr std::uint64_t disk_reserve = 256ULL << 20; ///< below: commands are refused early

inline constexpr std::chrono::seconds append_again{2}; ///< a proposal without fate is appended again after so long
inline constexpr std::chrono::seconds poll_wait{1};    ///< the longest single wait for records
inline constexpr std::chrono::seconds model_wait{5};   ///< a reader of keys waits at most so long for the model
inline constexpr std::chrono::seconds disk_check{1};   ///< how often the reserve is looked at

// ---- Kafka ----
inline constexpr std::size_t seen_hashes = 65'536;  ///< of a partition's last records, to hold others' against: 2 MB
inline constexpr std::size_t control_bytes = 1'024; ///< a control record's value; the longest that there is has 90
inline constexpr std::size_t under_way_records = 8'192;   ///< past this nothing is appended: many groups' worth
inline constexpr std::size_t under_way_bytes = 64 << 20;  ///< likewise: eight of the largest groups
inline constexpr std::size_t tail_records = 4'096;        ///< taken at once while a node catches up
inline constexpr std::chrono::seconds fetch_silence{5};   ///< no answer to a fetch for so long: stale (log rule §10)
inline constexpr std::chrono::seconds clock_skew{5};      ///< off the broker's clock by more: not ready (log rule §10)
inline constexpr std::chrono::seconds reach_brokers{15};  ///< a question to the brokers is given up after so long
inline constexpr std::chrono::seconds leader_settles{5};  ///< a new leader does not know its end at once
inline constexpr std::chrono::seconds leader_deposed{15}; ///< by then who stood still knows that it does not lead
inline constexpr std::chrono::minutes compare_again{1};   ///< a partition is not read again more often over an alarm
/// How often the topic's settings are looked at (log rule §10).
inline constexpr std::chrono::minutes settings_check{10};
/// A node that has died is no longer elected after this; brokers allow 6 s and more (group.min.session.timeout.ms).
inline constexpr std::chrono::milliseconds election_session{6'000};
inline constexpr std::uint32_t level = 1'000'000;           ///< of a program, as an event may say
inline constexpr std::chrono::seconds partitions_check{10}; ///< how often new partitions are looked for
inline constexpr std::uint64_t order_lag = 10'000;          ///< records behind the topic: /health/ready fails

// ---- The projector ----
inline constexpr std::size_t events_per_batch = 1'000;  ///< one write for so many; all of them are in memory
inline constexpr std::size_t batch_bytes = 8 << 20;     ///< the same where events are long
inline constexpr std::chrono::seconds visible_wait{2};  ///< a command's answer waits at most so long to be applied
inline constexpr std::chrono::seconds stands_still{10}; ///< behind the log without a step: /health/ready fails
inline constexpr std::uint64_t ready_lag = 10'000;      ///< events behind: /health/ready fails

// ---- HTTP ----
inline constexpr std::size_t header_bytes = 16 * 1024;     ///< cookies of other services and what proxies add
inline constexpr std::size_t headers = 100;                ///< browsers send about twenty
inline constexpr std::size_t target_bytes = 4 * 1024;      ///< far beyond our longest, with a cursor
inline constexpr std::size_t body_bytes = 512 * 1024;      ///< the longest post in JSON escapes fits
inline constexpr std::size_t form_bytes = 16 * 1024;       ///< bodies without long text
inline constexpr std::size_t bodies_bytes = 64 << 20;      ///< of long ones together: a hundred; past this 503
inline constexpr std::size_t answers_bytes = 128 << 20;    ///< that wait for readers: past this the slowest has to go
inline constexpr std::size_t json_depth = 16;              ///< no body of ours is deeper than a list in an object
inline constexpr std::size_t form_fields = 100;            ///< far beyond the longest form
inline constexpr std::size_t connections = 10'000;         ///< bounds open files and buffers; more are turned away
inline constexpr std::size_t streams_per_address = 50;     ///< an office behind one address
inline constexpr std::chrono::seconds header_deadline{10}; ///< a bad mobile line; longer would be held open on purpose
inline constexpr std::chrono::seconds body_deadline{30};   ///< and more for what moves, see deadline_bytes
inline constexpr std::chrono::seconds idle_deadline{60};   ///< a reader turns a page in less
inline constexpr std::chrono::seconds write_deadline{30};  ///< as for the body
inline constexpr std::chrono::seconds stop_deadline{10};   ///< service managers wait longer before they kill
inline constexpr std::size_t deadline_bytes =
    16 * 1024;                                       ///< each so many bytes moved give body and answer a second more
inline constexpr std::size_t gzip_least = 1'024;     ///< below, the packed form saves no packet
inline constexpr std::size_t gzip_kept = 8 << 20;    ///< packed forms of shared bodies kept by an I/O thread
inline constexpr std::size_t work_waiting = 256;     ///< of passwords, and of searches: past this 503
inline constexpr std::chrono::seconds heartbeat{15}; ///< keeps an idle stream open through proxies
inline constexpr std::chrono::milliseconds stream_pause{20}; ///< between two wake-ups of streams: bursts arrive as one
inline constexpr std::chrono::hours confirm_life{7 * 24};    ///< of a link: who is on holiday finds it again
inline constexpr std::chrono::hours reset_life{2};           ///< of a link that is as good as a password
inline constexpr std::chrono::hours claim_life{30 * 24};     ///< of a link to whoever has not asked for one
inline constexpr std::size_t link_token = 1'500;      ///< characters: an address in it has 254, of up to four bytes
inline constexpr std::uint32_t mails_per_address = 5; ///< an hour: nobody's box is filled by who types it
inline constexpr std::chrono::hours session_life{30 * 24}; ///< who comes once a month stays signed in
/// Of an account, one by one, within the life of a session; with the next all end. Six a day, at a computer of all.
inline constexpr std::size_t sessions_ended = 200;
inline constexpr std::chrono::hours application_life{30 * 24}; ///< of an account whose address nobody confirms
inline constexpr std::size_t expirations = 100;                ///< of such accounts at a time: others' commands wait
inline constexpr std::size_t book_accounts = 20'000; ///< whose sessions a node remembers for their holders: some 5 MB
inline constexpr std::size_t book_sessions = 20;     ///< of an account: more devices than a person has
inline constexpr std::chrono::seconds session_ahead{60}; ///< clocks of two nodes may differ so much
inline constexpr std::uint64_t stream_back = 10'000; ///< events that are told to who comes back: days of a busy house
inline constexpr std::chrono::milliseconds stream_retry{2'000}; ///< told to clients when a stream ends by a stop

// ---- The operator ----
inline constexpr std::size_t config_bytes = 64 * 1024; ///< a settings file; a longer one is a mistake
inline constexpr std::size_t rate_keys = 100'000;      ///< addresses or accounts in a table of token buckets; 10 MB

// ---- Mail ----
inline constexpr std::chrono::seconds mail_wait{30};        ///< for all of one mail; servers that check may take 20
inline constexpr std::chrono::seconds mail_retry_first{60}; ///< then twice as long each time: greylisting asks for some
inline constexpr std::chrono::hours mail_retry_most{6};     ///< the longest pause between two attempts
inline constexpr std::uint32_t mail_attempts = 16;          ///< two days of them; by then the address is told wrong
inline constexpr std::chrono::seconds mail_pause_first{5};  ///< when nothing gets out at all; then twice as long
inline constexpr std::chrono::minutes mail_pause_most{5};   ///< likewise: so soon is a server noticed that is back
inline constexpr std::chrono::hours mail_news{3 *
                                              24}; ///< an event that was heard later than this is no news for a mail
inline constexpr std::chrono::hours mail_kept{7 * 24}; ///< that a mail was sent is known so long: it is not taken again
inline constexpr std::size_t mail_note = 200;          ///< bytes that a letter keeps for itself beside its event
inline constexpr std::chrono::seconds control_wait{5}; ///< for a tool at the same machine to say what it wants
inline constexpr std::chrono::seconds snapshot_goes{30}; ///< for the server to remove one: its files may be many
inline constexpr std::chrono::hours snapshot_hold{1};    ///< a backup copies some 100 GB; what is erased stays so long
inline constexpr std::size_t manifest_bytes = 256 << 20; ///< of a backup: a million files

// ---- The vault ----
inline constexpr std::size_t vault_secret_bytes = 16 * 1024;  ///< keys, hashes, tokens; documents are blobs
inline constexpr std::size_t vault_cached = 20'000;           ///< the keys of 10,000 members at hand; some 4 MB
inline constexpr std::size_t vault_cached_bytes = 256;        ///< longer ones are read rarely
inline constexpr std::size_t vault_destroyed_per_batch = 500; ///< marks written together: some 30 KB
inline constexpr std::size_t departures_per_purge = 10'000;   ///< one rewrite of the vault for so many; 1 MB of names
inline constexpr std::size_t owner_id_bytes = 64;             ///< of whose a record is: ids have 13, the rest is room

// ---- Search ----
inline constexpr std::size_t search_text = 500;      ///< what is typed: a long sentence; more is refused
inline constexpr std::size_t search_deepest = 1'000; ///< how far one may page: each page keeps all before it in memory
inline constexpr std::size_t search_excerpt = 240;   ///< of a hit: three lines on a laptop
inline constexpr std::size_t search_word_bytes = 64; ///< folded; the longest word in a dictionary has half
inline constexpr std::size_t search_words =
    40; ///< of a query; the others are passed over: each is read in every segment
inline constexpr std::size_t search_completions =
    2'000;                                             ///< looked at in a segment; a beginning of two letters has fewer
inline constexpr std::size_t search_alternatives = 30; ///< words that a beginning stands for in a search
inline constexpr std::size_t search_phrase_checks = 2'000; ///< documents read for a phrase: some 10 ms
inline constexpr std::uint32_t search_codes =
    4'096; ///< values of a column that is counted: twice the largest coded list
inline constexpr std::size_t search_stems_kept = 30'000; ///< of a language, in memory: the words of everyday use; 3 MB
inline constexpr std::size_t occupations = 100'000;      ///< in the table: ROME has 12,107 names
inline constexpr std::size_t occupation_code = 16;       ///< bytes; ROME's have 5
inline constexpr std::size_t occupation_title = 300;     ///< bytes; the longest of ROME has 200

// ---- Text ----
inline constexpr std::size_t html_bytes = 1 << 20; ///< of one rendered post: six times the longest text
inline constexpr std::size_t markdown_depth = 100; ///< nested quotes and lists
inline constexpr std::size_t link_bytes = 2'048;   ///< a link's address or title; browsers cut about there

// ---- Import ----
inline constexpr std::size_t xml_row_bytes = 16 << 20;      ///< one row of a dump: far beyond the longest post
inline constexpr std::size_t html_open_elements = 200;      ///< nested deeper: only the words are kept
inline constexpr std::size_t markdown_containers = 20;      ///< quotes and lists within each other: bounds the prefixes
inline constexpr std::size_t scratch_batch_bytes = 4 << 20; ///< of what is sorted on the disk: bounds the memory
inline constexpr std::size_t commands_in_flight = 2'000;    ///< of an import: half of what may wait
inline constexpr std::size_t bytes_in_flight = commands_waiting_bytes / 2; ///< likewise: half of what may wait
inline constexpr std::size_t report_rows = 20;                             ///< named for each reason

} // namespace palabre::limits
