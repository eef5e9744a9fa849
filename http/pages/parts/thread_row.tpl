<li class="row{{#unread}} unread{{/unread}}">
  <h3><a href="/c/{{community.slug}}/t/{{id}}{{#slug}}/{{slug}}{{/slug}}">{{#title}}<span lang="{{community.language}}">{{title}}</span>{{/title}}{{^title}}{{t:forum.thread_absent}}{{/title}}</a></h3>
  <p class="quiet">
    {{#unread}}<a href="{{address}}"><strong>{{t:forum.unread count=count}}</strong></a> ·{{/unread}}
    {{#pinned}}<strong>{{t:forum.pinned}}</strong> ·{{/pinned}}
    {{#members[author]}}{{>parts/who}}{{/members[author]}}
    {{#spaces}}{{#space_of[.]}} · {{name}}{{/space_of[.]}}{{/spaces}}
    · {{#page.sort=newest}}{{time:created}}{{/page.sort=newest}}{{^page.sort=newest}}{{time:last_activity}}{{/page.sort=newest}}
    · {{t:forum.row_answers count=answers}}{{#accepted}}, <span class="good">{{t:forum.one_accepted}}</span>{{/accepted}}
    {{#locked}}· {{t:forum.locked}}{{/locked}}
  </p>
</li>
