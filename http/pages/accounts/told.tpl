{{#page.told=reset_sent}}
<h1>{{t:accounts.told.sent}}</h1>
<p>{{t:accounts.told.reset_sent}}</p>
{{/page.told=reset_sent}}
{{#page.told=reset}}
<h1>{{t:accounts.told.reset}}</h1>
<p>{{t:accounts.told.reset_next}}</p>
<p><a class="button" href="/sign-in">{{t:accounts.sign_in}}</a></p>
{{/page.told=reset}}
{{#page.told=confirmed}}
<h1>{{t:accounts.told.confirmed}}</h1>
<p>{{t:accounts.told.confirmed_next}}</p>
<p><a class="button" href="/">{{t:accounts.told.to_communities}}</a></p>
{{/page.told=confirmed}}
{{#page.told=confirmation_sent}}
<h1>{{t:accounts.told.sent}}</h1>
<p>{{t:accounts.told.confirmation_sent}}</p>
{{/page.told=confirmation_sent}}
{{#page.told=address_asked}}
<h1>{{t:accounts.told.sent}}</h1>
<p>{{t:accounts.told.address_asked}}</p>
<p><a href="/account">{{t:accounts.to_account}}</a></p>
{{/page.told=address_asked}}
{{#page.told=address_changed}}
<h1>{{t:accounts.told.address_changed}}</h1>
<p>{{t:accounts.told.address_changed_next}}</p>
<p><a class="button" href="/account">{{t:accounts.to_account}}</a></p>
{{/page.told=address_changed}}
{{#page.told=password_changed}}
<h1>{{t:accounts.told.password_changed}}</h1>
<p>{{t:accounts.told.password_changed_next}}</p>
<p><a href="/account">{{t:accounts.to_account}}</a></p>
{{/page.told=password_changed}}
{{#page.told=erased}}
<h1>{{t:accounts.told.erased}}</h1>
<p>{{t:accounts.told.erased_next}}</p>
<p><a href="/">{{t:problem_page.to_communities}}</a></p>
{{/page.told=erased}}
