<h1>{{t:spaces.communities}}</h1>
{{#page.has_communities}}
<p class="quiet">{{t:spaces.communities_sorted}}</p>
<ul class="rows">
{{#communities}}
  <li class="row">
    <h2><a href="/c/{{slug}}" lang="{{language}}">{{name}}</a></h2>
    {{#promise}}
    <p lang="{{language}}">{{promise}}</p>
    {{/promise}}
    <p class="quiet">
      {{t:spaces.counts members=counters.members.total threads=counters.threads posts=counters.posts}}
      {{#demo}}· {{t:spaces.demo}}{{/demo}}
    </p>
  </li>
{{/communities}}
</ul>
{{/page.has_communities}}
{{^page.has_communities}}
<p class="empty">{{t:spaces.no_communities}}</p>
{{/page.has_communities}}
