<li class="row">
  <h$(level)><a href="{{address}}"><span lang="{{language}}">{{title}}</span></a></h$(level)>
  {{#gist}}
  <p>{{gist}}</p>
  {{/gist}}
  <p class="quiet">{{^state=published}}{{>parts/ad_state}} · {{/state=published}}{{>parts/ad_kind}}{{#where}} · {{where}}{{/where}} · {{#structure}}{{structure}}{{/structure}}{{^structure}}{{>parts/ad_author}}{{/structure}} · {{#published}}{{time:published}}{{/published}}{{^published}}{{time:created}}{{/published}}</p>
</li>
