{{>parts/share}}
{{#viewer.member}}
<div class="acts">
  {{#viewer.following}}
  {{>parts/thread_act act=unfollow label=forum.unfollow}}
  {{/viewer.following}}
  {{^viewer.following}}
  {{>parts/thread_act act=follow label=forum.follow}}
  {{/viewer.following}}
  {{#viewer.may.pin}}
  {{#thread.pinned}}
  {{>parts/thread_act act=unpin label=forum.unpin}}
  {{/thread.pinned}}
  {{^thread.pinned}}
  {{>parts/thread_act act=pin label=forum.pin}}
  {{/thread.pinned}}
  {{/viewer.may.pin}}
  {{#viewer.may.lock}}
  {{#thread.locked}}
  {{>parts/thread_act act=unlock label=forum.unlock}}
  {{/thread.locked}}
  {{^thread.locked}}
  {{>parts/thread_act act=lock label=forum.lock}}
  {{/thread.locked}}
  {{/viewer.may.lock}}
  {{#viewer.may.move}}
  <details class="comment-form">
    <summary class="act">{{t:forum.move}}</summary>
    <form method="post" action="/c/{{community.slug}}/move/{{thread.id}}">
      {{>parts/csrf}}
      <input type="hidden" name="thread" value="{{thread.id}}">
      <fieldset>
        <legend>{{t:forum.in_spaces}}</legend>
        <span class="hint">{{t:forum.in_spaces_hint}}</span>
        {{#spaces}}
        <label class="choice"><input type="checkbox" name="spaces" value="{{id}}"{{#chosen}} checked{{/chosen}}> <span>{{name}}</span></label>
        {{/spaces}}
      </fieldset>
      <button>{{t:forum.do_move}}</button>
    </form>
  </details>
  {{/viewer.may.move}}
</div>
{{/viewer.member}}
