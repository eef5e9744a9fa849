<h1>{{t:forum.followed}}</h1>
<nav class="sorts" aria-labelledby="sorted-by">
  <span id="sorted-by">{{t:forum.sorted_by}}</span>
  <ul>
    {{>parts/sort sort=activity}}
    {{>parts/sort sort=newest}}
  </ul>
</nav>
<p class="quiet">{{#page.sort=activity}}{{t:forum.sort_says.activity}}{{/page.sort=activity}}{{#page.sort=newest}}{{t:forum.sort_says.newest}}{{/page.sort=newest}}</p>
{{#page.has_threads}}
<ol class="rows">
{{#threads}}
{{>parts/thread_row}}
{{/threads}}
</ol>
{{/page.has_threads}}
{{^page.has_threads}}
<p class="empty">{{t:forum.nothing_followed}}</p>
<p><a href="/c/{{community.slug}}">{{t:forum.choose_spaces}}</a></p>
{{/page.has_threads}}
