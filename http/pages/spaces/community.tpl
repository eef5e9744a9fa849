<h1>{{community.name}}</h1>
{{#community.promise}}
<p class="promise">{{community.promise}}</p>
{{/community.promise}}
<p class="quiet">
  {{t:spaces.counts members=community.counters.members.total threads=community.counters.threads posts=community.counters.posts}},
  {{t:spaces.since}} {{date:community.founded}}
</p>
{{^viewer.member}}
<p><a class="button" href="/c/{{community.slug}}/join">{{t:members.join}}</a></p>
{{/viewer.member}}
<section aria-labelledby="spaces">
  <h2 id="spaces">{{t:spaces.spaces}}</h2>
  {{#page.has_spaces}}
  <p class="quiet">{{t:spaces.spaces_sorted}}</p>
  <ul class="rows">
  {{#spaces}}
    <li class="row">
      <h3><a href="/c/{{community.slug}}/s/{{slug}}">{{name}}</a></h3>
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
</section>
<section aria-labelledby="latest">
  <h2 id="latest">{{t:forum.latest}}</h2>
  <p class="quiet">{{t:forum.latest_sorted}}</p>
  {{>parts/thread_list}}
  <p><a href="/c/{{community.slug}}/threads">{{t:forum.all_threads}}</a></p>
</section>
