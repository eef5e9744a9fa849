<h1>{{space.name}}</h1>
{{#space.description}}
<p class="promise">{{space.description}}</p>
{{/space.description}}
<p class="quiet">
  {{t:spaces.space_counts threads=space.threads posts=space.posts}}, {{t:spaces.since}} {{date:space.created}}
</p>
{{>parts/sorts}}
{{>parts/thread_list}}
