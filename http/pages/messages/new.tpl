<h1>{{t:messages.contact_about title=contact.title}}</h1>
{{>messages/contact}}
<p><a href="/c/{{community.slug}}/ads/{{contact.ad}}">{{t:messages.see_ad}}</a></p>
