<h1>{{space.name}}</h1>
{{#space.description}}
<p class="promise">{{space.description}}</p>
{{/space.description}}
<p class="quiet">
  {{t:spaces.space_counts threads=space.threads posts=space.posts}}, {{t:spaces.since}} {{date:space.created}}
</p>
{{#viewer.member}}
<div class="acts">
  <form method="post" action="/c/{{community.slug}}/{{#viewer.following}}unfollow{{/viewer.following}}{{^viewer.following}}follow{{/viewer.following}}-space/{{space.slug}}">
    {{>parts/csrf}}
    <button class="act">{{#viewer.following}}{{t:forum.unfollow_space}}{{/viewer.following}}{{^viewer.following}}{{t:forum.follow_space}}{{/viewer.following}}</button>
  </form>
  {{>parts/read_all}}
</div>
{{/viewer.member}}
{{>parts/sorts}}
{{>parts/thread_list}}
