<h1>{{community.name}}</h1>
{{#community.promise}}
<p class="promise">{{community.promise}}</p>
{{/community.promise}}
<p class="quiet">
  {{t:spaces.counts members=community.counters.members.total threads=community.counters.threads posts=community.counters.posts}},
  {{t:spaces.since}} {{date:community.founded}}
</p>
{{#viewer.member}}
{{#page.has_spaces}}
<p><a class="button" href="/c/{{community.slug}}/new">{{t:forum.open_thread}}</a></p>
{{/page.has_spaces}}
{{/viewer.member}}
{{>parts/share}}
{{^viewer.member}}
<p><a class="button" href="/c/{{community.slug}}/join{{#page.via}}?via={{page.via}}{{/page.via}}">{{t:members.join}}</a></p>
{{/viewer.member}}
{{#page.has_followed}}
<section aria-labelledby="new">
  <h2 id="new">{{t:forum.new_for_you}}</h2>
  <p class="quiet">{{t:forum.new_for_you_sorted}}</p>
  <ol class="rows">
  {{#followed}}
  {{>parts/thread_row}}
  {{/followed}}
  </ol>
  <p><a href="/c/{{community.slug}}/feed">{{t:forum.all_followed}}</a></p>
</section>
{{/page.has_followed}}
<section aria-labelledby="spaces">
  <h2 id="spaces">{{t:spaces.spaces}}</h2>
  {{#page.has_spaces}}
  <p class="quiet">{{t:spaces.spaces_sorted}}</p>
  <ul class="rows">
  {{#spaces}}
    <li class="row">
      <h3><a href="/c/{{community.slug}}/s/{{slug}}">{{name}}</a></h3>
      {{#unread}}
      <p><a href="/c/{{community.slug}}/s/{{slug}}"><strong>{{#more}}{{t:forum.unread_threads_more count=count}}{{/more}}{{^more}}{{t:forum.unread_threads count=count}}{{/more}}</strong></a></p>
      {{/unread}}
      {{#description}}
      <p>{{description}}</p>
      {{/description}}
      <p class="quiet">
        {{t:spaces.space_counts threads=threads posts=posts}}
        {{>parts/visibility}}
      </p>
    </li>
  {{/spaces}}
  </ul>
  {{/page.has_spaces}}
  {{^page.has_spaces}}
  <p class="empty">{{t:spaces.no_spaces}}</p>
  {{/page.has_spaces}}
  {{#page.may_make_spaces}}
  <p><a class="{{#page.has_spaces}}act{{/page.has_spaces}}{{^page.has_spaces}}button{{/page.has_spaces}}" href="/c/{{community.slug}}/new-space">{{t:spaces.new_space}}</a></p>
  {{/page.may_make_spaces}}
</section>
{{#page.sees_ads}}
<section aria-labelledby="ads">
  <h2 id="ads">{{t:ads.ads}}</h2>
  {{#page.has_ads}}
  <p class="quiet">{{t:ads.latest_sorted}}</p>
  <ol class="rows">
  {{#ads}}
  {{>parts/ad_row level=3}}
  {{/ads}}
  </ol>
  {{/page.has_ads}}
  <p><a href="/c/{{community.slug}}/ads">{{t:ads.see_all}}</a>{{#viewer.member}} · <a href="/c/{{community.slug}}/ads/new">{{t:ads.publish}}</a>{{/viewer.member}}</p>
</section>
{{/page.sees_ads}}
<section aria-labelledby="latest">
  <h2 id="latest">{{t:forum.latest}}</h2>
  <p class="quiet">{{t:forum.latest_sorted}}</p>
  {{>parts/thread_list}}
  <p><a href="/c/{{community.slug}}/threads">{{t:forum.all_threads}}</a></p>
</section>
