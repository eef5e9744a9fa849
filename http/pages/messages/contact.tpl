{{! The form by which a member writes to an advertiser, for the page of an ad: `contact` {ad}. Not for one's own ad, nor once it is over. }}
{{#contact}}
<section class="reply" id="contact" aria-labelledby="contact-title">
  <h2 id="contact-title">{{t:messages.contact}}</h2>
  <p class="quiet">{{t:messages.contact_means}}</p>
  {{>parts/problem}}
  <form method="post" action="/c/{{community.slug}}/ads/{{ad}}/contact#contact">
    {{>parts/csrf}}
    <input type="hidden" name="idempotency_key" value="{{page.key}}">
    {{>parts/text_field label=messages.your_message rows=6}}
    <button>{{t:messages.send}}</button>
  </form>
</section>
{{/contact}}
