<section class="reply" id="comments" aria-labelledby="comments-title">
  <h2 id="comments-title">{{t:ads.comments count=ad.comments}}</h2>
  {{#comments}}
  {{>parts/ad_comment}}
  {{/comments}}
  {{>parts/pager}}
  {{#viewer.may.comment}}
  {{>parts/problem}}
  <form method="post" action="{{ad.address}}/comments#comments">
    {{>parts/csrf}}
    <input type="hidden" name="idempotency_key" value="{{page.key}}">
    <p class="quiet">{{t:ads.comment_hint}}</p>
    {{>parts/text_field label=forum.your_comment rows=4}}
    <button>{{t:forum.publish_comment}}</button>
  </form>
  {{/viewer.may.comment}}
</section>
