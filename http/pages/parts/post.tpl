<article class="post{{#parent}} comment{{/parent}}" id="p{{ordinal}}" aria-labelledby="p{{ordinal}}-by">
  <p class="by" id="p{{ordinal}}-by">
    <a class="number" href="#p{{ordinal}}" title="{{t:forum.post_number number=ordinal}}" aria-label="{{t:forum.post_number number=ordinal}}">{{ordinal}}</a>
    <span class="author">{{#members[author]}}{{>parts/author}}{{/members[author]}}</span>
    · {{time:created}}
    {{#edited}}· {{t:forum.edited}} ({{time:edited}}){{/edited}}
    {{#parent}}· {{#to}}<a href="#p{{to}}">{{t:forum.replies_to number=to}}</a>{{/to}}{{^to}}{{t:forum.comment_on}}{{/to}}{{/parent}}
    {{#accepted}}· <strong class="good">{{t:forum.accepted_answer}}</strong>{{/accepted}}
  </p>
  {{>parts/post_text}}
  {{>parts/post_acts}}
</article>
