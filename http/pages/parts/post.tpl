<article class="post{{#parent}} comment{{/parent}}" id="p{{ordinal}}" aria-labelledby="p{{ordinal}}-by">
  <header class="by" id="p{{ordinal}}-by">
    {{#members[author]}}{{>parts/avatar}}{{/members[author]}}
    <p class="author">{{#members[author]}}{{>parts/author}}{{/members[author]}}</p>
    <p class="when">
      {{time:created}}
      {{#edited}}· {{t:forum.edited}} ({{time:edited}}){{/edited}}
      {{#parent}}· {{#to}}<a href="#p{{to}}">{{t:forum.replies_to number=to}}</a>{{/to}}{{^to}}{{t:forum.comment_on}}{{/to}}{{/parent}}
      {{#accepted}}· <strong class="good">{{t:forum.accepted_answer}}</strong>{{/accepted}}
    </p>
    <a class="number" href="#p{{ordinal}}" title="{{t:forum.post_number number=ordinal}}" aria-label="{{t:forum.post_number number=ordinal}}">{{ordinal}}</a>
  </header>
  {{>parts/post_text}}
  {{>parts/post_acts}}
</article>
