{{! What one needs an account for, and the way there. }}
<p>{{t:$(act)}}</p>
<p class="buttons"><a class="button" href="/sign-in?next={{page.next}}">{{t:accounts.sign_in}}</a> <a href="/register?next={{page.next}}">{{t:accounts.register}}</a></p>
