<h1>{{t:spaces.communities}}</h1>
{{#page.has_mine}}
<h2>{{t:spaces.yours}}</h2>
<ul class="rows">
{{#mine}}
{{>parts/community_row}}
{{/mine}}
</ul>
<h2>{{t:spaces.others}}</h2>
{{/page.has_mine}}
{{#page.has_communities}}
<p class="quiet">{{t:spaces.communities_sorted}}</p>
<ul class="rows">
{{#communities}}
{{>parts/community_row}}
{{/communities}}
</ul>
{{/page.has_communities}}
{{^page.has_communities}}
<p class="empty">{{t:spaces.no_communities}}</p>
{{/page.has_communities}}
