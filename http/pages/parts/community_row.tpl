<li class="row">
  <h2><a href="/c/{{slug}}" lang="{{language}}">{{name}}</a></h2>
  {{#news}}
  <p>
    {{#threads}}<a href="/c/{{slug}}"><strong>{{#more}}{{t:forum.unread_threads_more count=count}}{{/more}}{{^more}}{{t:forum.unread_threads count=count}}{{/more}}</strong></a>{{/threads}}
    {{#notices}}<a href="/c/{{slug}}/notices"><strong>{{#more}}{{t:notices.bell_more count=count}}{{/more}}{{^more}}{{t:notices.bell count=count}}{{/more}}</strong></a>{{/notices}}
  </p>
  {{/news}}
  {{#nothing_new}}
  <p class="quiet">{{t:spaces.nothing_new}}</p>
  {{/nothing_new}}
  {{#promise}}
  <p lang="{{language}}">{{promise}}</p>
  {{/promise}}
  <p class="quiet">
    {{t:spaces.counts members=counters.members.total threads=counters.threads posts=counters.posts}}
    {{#demo}}· {{t:spaces.demo}}{{/demo}}
  </p>
</li>
