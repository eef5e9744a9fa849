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
